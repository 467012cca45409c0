"""A day as it is typed: checked at once, and passed on as text, which the serving process reads too."""

from __future__ import annotations

from datetime import date


def typed_day(text: str) -> str:
    return date.fromisoformat(text).isoformat()
