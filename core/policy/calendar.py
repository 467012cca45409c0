"""Working days, days off and make-up working days: `holidays.toml` over the national calendar of `chinesecalendar`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar

FILE = Path(__file__).parent / "holidays.toml"
FRIDAY, SUNDAY = 5, 7


@dataclass(frozen=True)
class Day:
    """One day as the counts see it. `weekday` 1–7 is the weekday that it behaves like."""

    day: date
    weekday: int
    special: bool  # differs from what its place in the week says


@cache
def _own() -> tuple[frozenset[date], frozenset[date]]:
    table = tomllib.loads(FILE.read_text("utf-8"))
    off = [*table.get("off", []), *table.get("regional", {}).get("off", [])]
    return frozenset(off), frozenset(table.get("working", []))


@cache
def _vacations() -> tuple[tuple[date, date], ...]:
    table = tomllib.loads(FILE.read_text("utf-8"))
    return tuple((first, last) for first, last in table.get("schools", {}).get("vacations", []))


def is_school_day(day: date) -> bool:
    """Do schools expect their pupils and staff? Not on days off, nor in the vacations of `holidays.toml`."""
    return not is_off(day) and not any(first <= day <= last for first, last in _vacations())


def is_off(day: date) -> bool:
    """No working day: a weekend or holiday that is not made up for. Years unknown to the library have weekends only."""
    off, working = _own()
    if day in off or day in working:
        return day in off
    try:
        return bool(chinese_calendar.is_holiday(day))
    except NotImplementedError:
        return day.isoweekday() > FRIDAY


def working_day(day: date) -> date:
    """The day itself, or the next one that is no day off."""
    return working_day(day + timedelta(days=1)) if is_off(day) else day


@cache
def day_kind(day: date) -> Day:
    """A holiday within the week behaves like a Sunday, a make-up working day like a Friday."""
    own, off = day.isoweekday(), is_off(day)
    if off and own <= FRIDAY:
        return Day(day, SUNDAY, True)
    if not off and own > FRIDAY:
        return Day(day, FRIDAY, True)
    return Day(day, own, _is_festival(day))


def _is_festival(day: date) -> bool:
    """A weekend that belongs to a named holiday."""
    if not is_off(day):
        return False
    try:
        return chinese_calendar.get_holiday_detail(day)[1] is not None
    except NotImplementedError:
        return False


def day_kinds(since: date, until: date) -> list[Day]:
    """Every day from `since` to `until`, both included."""
    return [day_kind(since + timedelta(days=n)) for n in range((until - since).days + 1)]


def festivals(since: date, until: date) -> list[tuple[str, date, date]]:
    """Holidays with a day in the period: code (`Spring Festival` …, `regional` for the county's own), first and last day of the stretch within it."""
    stretches: list[list] = []
    for number in range((until - since).days + 1):
        day = since + timedelta(days=number)
        name = _festival(day)
        if name and stretches and stretches[-1][0] == name and stretches[-1][2] == day - timedelta(days=1):
            stretches[-1][2] = day
        elif name:
            stretches.append([name, day, day])
    return [(name, first, last) for name, first, last in stretches]


def _festival(day: date) -> str | None:
    """The holiday that a day off belongs to; none for a plain weekend."""
    if not is_off(day):
        return None
    try:
        name = chinese_calendar.get_holiday_detail(day)[1]
    except NotImplementedError:
        name = None
    return name or ("regional" if day in _own()[0] else None)
