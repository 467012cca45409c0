"""Numbers and dates as their readers write them: 1.2万 and 2月14日(周五) in Chinese, 12,345 and 14 Feb in English."""

from __future__ import annotations

import math
from datetime import date, datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
NOTHING = "–"


def number(language: str, value: float | None, digits: int = 0) -> str:
    """12345 → 1.2万 / 12,345; nothing for a missing value."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOTHING
    if language == "zh":
        for size, unit in ((1e8, "亿"), (1e4, "万")):
            if abs(value) >= size:
                return _trim(value / size, 1) + unit
    return _trim(value, digits)


def exact(value: float | None) -> str:
    """12345 → 12,345 in both languages: for tables where the last digit matters."""
    return NOTHING if value is None else f"{round(value):,}"


def plain(value: float) -> str:
    """As somebody would write it, whatever its size: 2.5, 1990, 0.001, 99,999,999; never 1e+08."""
    text = _trim(value, 9)
    return text if abs(value) >= 10_000 else text.replace(",", "")


def percent(value: float | None, digits: int = 1) -> str:
    """0.124 → 12.4%."""
    if value is None or not math.isfinite(value):
        return NOTHING
    return _trim(value * 100, digits) + "%"


def change(value: float | None) -> str:
    """A relative change with its sign: 0.12 → +12%."""
    if value is None or not math.isfinite(value):
        return NOTHING
    return ("+" if value > 0 else "−" if value < 0 else "±") + _trim(abs(value) * 100, 0) + "%"


def day(language: str, value: date | None, *, weekday: bool = False) -> str:
    """2月14日(周五) / Fri 14 Feb."""
    if value is None:
        return NOTHING
    name = WEEKDAYS[language][value.weekday()]
    if language == "zh":
        return f"{value.month}月{value.day}日" + (f"(周{name})" if weekday else "")
    return (f"{name} " if weekday else "") + f"{value.day} {MONTHS[value.month - 1]}"


def dated(language: str, value: date | None, *, today: date) -> str:
    """A day that may lie years back or ahead: 2019年12月31日 / 31 Dec 2019, without the year where it is that of `today`."""
    if value is None or value.year == today.year:
        return day(language, value)
    return f"{value.year}年{day(language, value)}" if language == "zh" else f"{day(language, value)} {value.year}"


def moment(language: str, value: datetime | None) -> str:
    """2月14日 18:05 / 14 Feb 18:05."""
    return NOTHING if value is None else f"{day(language, value.date())} {value:%H:%M}"


def _trim(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
