"""One scan as it is sent, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

STATES = ("stored", "known", "refused")
SOURCES = ("phone", "gate", "officer")
DIRECTIONS = ("in", "out", "pass")


@dataclass(frozen=True)
class Visitor:
    """Somebody named by what they show: found in the register by the document, else by phone and name, else by the number in that unit; who
    is in none of it is kept as a visitor and known again by the same."""

    name: str | None = None
    id_number: str | None = None
    phone: str | None = None
    unit_no: str | None = None


@dataclass(frozen=True)
class Record:
    """`id`: made by the client, the same when it is sent again. `at`: the county's clock time. `place_code`, `device`: numbers of the code
    that was scanned and of the gate that sends. Of `person_id` and `visitor` one is given."""

    id: str
    grid_id: int
    at: datetime
    person_id: int | None = None
    visitor: Visitor | None = None
    direction: str = "in"
    temperature: float | None = None
    symptoms: str | None = None
    source: str = "phone"
    place_code: int | None = None
    device: int | None = None


@dataclass(frozen=True)
class Answer:
    """`state`: stored | known (stored before) | refused, with its `reason`: record_id, at_missing, at_future, at_old, person_missing,
    person_unknown, id_number, text_long, grid_unknown, grid_closed, direction, temperature, source, symptoms_long."""

    id: str
    state: str
    reason: str | None = None
