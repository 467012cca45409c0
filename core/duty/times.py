"""A time as people type it: 08:15 of today, or with its day (2026-02-01 08:15)."""

from __future__ import annotations

from datetime import datetime, time

from core.errors import UserError


def moment_of(text: str | None, now: datetime) -> datetime | None:
    """None where nothing is typed. Raises UserError duty_time."""
    if not (text or "").strip():
        return None
    try:
        return (
            datetime.combine(now.date(), time.fromisoformat(text.strip()))
            if len(text.strip()) <= 8
            else datetime.fromisoformat(text.strip()).replace(tzinfo=None)
        )
    except ValueError:
        raise UserError("duty_time", text=text) from None
