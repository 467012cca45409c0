"""A reason code and its fields, as kept in the store, become one sentence."""

from __future__ import annotations

import json
from datetime import date

from core.i18n import format
from core.i18n.places import place_name
from core.i18n.translate import has, t

PLACES = (
    "place",
    "other",
    "stay_area",
)  # fields that name a grid or an area; where somebody says they go or come from stays as written


def sentence(language: str, code: str, fields: str | dict | None) -> str:
    """`reason.<code>` with numbers and ISO dates written as the reader writes them."""
    given = json.loads(fields) if isinstance(fields, str) and fields else (fields or {})
    return t(language, f"reason.{code}", **plain_fields(language, given))


def plain_fields(language: str, fields: dict) -> dict[str, str]:
    """Numbers, ISO dates and codes as the reader writes them."""
    return {name: _plain(language, name, value) for name, value in fields.items()}


def _plain(language: str, name: str, value: object) -> str:
    if isinstance(value, bool) or value is None:
        return format.NOTHING if value is None else str(value)
    if isinstance(value, dict):  # a name in both languages
        return str(value.get(language, format.NOTHING))
    if isinstance(value, int | float):
        return format.number(language, value, 1)
    return _text(language, name, value) if isinstance(value, str) else str(value)


def _text(language: str, name: str, value: str) -> str:
    if name in PLACES:
        return place_name(language, value)
    if has(f"{name}.{value}"):
        return t(language, f"{name}.{value}")
    try:
        return format.day(language, date.fromisoformat(value[:10])) if len(value) >= 10 else value
    except ValueError:
        return value
