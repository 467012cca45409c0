"""What speaks against a record that was sent. Pure: what the store knows of it is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.intake.record import DIRECTIONS, SOURCES, Record

LATE = timedelta(days=14)  # a gate without a line may come so late
AHEAD = timedelta(minutes=10)  # a clock may be fast by so much
LONGEST_ID = 100
LONGEST_SYMPTOMS = 200
TEMPERATURES = (34, 43)  # °C that a living body has


@dataclass
class Known:
    """`person_id`: who is meant today (merges followed); `there`: in the register; `placed`: the grid exists; `closed_on`: of the grid."""

    person_id: int | None
    there: bool = False
    placed: bool = False
    closed_on: date | None = None


def is_id(text: str) -> bool:
    """Without one, a record can't be known when it comes again."""
    return 0 < len(text) <= LONGEST_ID


def stands(record: Record, now: datetime) -> bool:
    """Nobody becomes a visitor by a scan of tomorrow."""
    return bool(record.id) and now - LATE <= record.at <= now + AHEAD


def reason_against(record: Record, known: Known, *, person: str | None, now: datetime) -> str | None:
    """A reason of `Answer`, the first that holds; None: it is taken. `person`: why the one named can't be taken in."""
    if not is_id(record.id):
        return "record_id"
    if person:
        return person
    return _moment(record.at, now) or _place(record, known) or _fields(record) or _person(known)


def _moment(at: datetime | None, now: datetime) -> str | None:
    if at is None:
        return "at_missing"
    if at > now + AHEAD:
        return "at_future"
    return "at_old" if at < now - LATE else None


def _place(record: Record, known: Known) -> str | None:
    if not known.placed:
        return "grid_unknown"
    return "grid_closed" if known.closed_on is not None and known.closed_on <= record.at.date() else None


def _fields(record: Record) -> str | None:
    lowest, highest = TEMPERATURES
    if record.direction not in DIRECTIONS:
        return "direction"
    if record.temperature is not None and not lowest <= record.temperature <= highest:  # nor is NaN
        return "temperature"
    if record.source not in SOURCES:
        return "source"
    return "symptoms_long" if len(record.symptoms or "") > LONGEST_SYMPTOMS else None


def _person(known: Known) -> str | None:
    if known.person_id is None:
        return "person_missing"
    return None if known.there else "person_unknown"
