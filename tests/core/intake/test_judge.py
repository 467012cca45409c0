"""What speaks against a record, at its edges; the first reason that holds is the one that is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.intake.judge import AHEAD, LATE, Known, reason_against
from core.intake.record import Record

NOW = datetime(2020, 3, 8, 10)
HERE = {"person_id": 1, "there": True, "placed": True, "closed_on": None}


def judged(known: dict | None = None, *, person: str | None = None, **fields) -> str | None:
    record = Record(**{"id": "a", "grid_id": 1, "at": NOW, "person_id": 1} | fields)
    return reason_against(record, Known(**HERE | (known or {})), person=person, now=NOW)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, None),
        ({"id": ""}, "record_id"),
        ({"id": "x" * 101}, "record_id"),
        ({"at": None}, "at_missing"),
        ({"at": NOW + AHEAD}, None),
        ({"at": NOW + AHEAD + timedelta(seconds=1)}, "at_future"),
        ({"at": NOW - LATE}, None),
        ({"at": NOW - LATE - timedelta(seconds=1)}, "at_old"),
        ({"direction": "up"}, "direction"),
        ({"temperature": 34.0}, None),
        ({"temperature": 43.1}, "temperature"),
        ({"temperature": float("nan")}, "temperature"),
        ({"source": "satellite"}, "source"),
        ({"symptoms": "咳" * 201}, "symptoms_long"),
    ],
)
def test_what_was_sent(fields, reason):
    assert judged(**fields) == reason


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({"placed": False}, "grid_unknown"),
        ({"closed_on": NOW.date()}, "grid_closed"),
        ({"closed_on": NOW.date() + timedelta(days=1)}, None),
        ({"person_id": None, "there": False}, "person_missing"),
        ({"there": False}, "person_unknown"),
    ],
)
def test_what_the_store_knows(known, reason):
    assert judged(known) == reason


def test_the_first_reason_is_told():
    assert judged({"placed": False}, at=None, temperature=99.0) == "at_missing"
    assert judged({"placed": False}, person="id_number", at=None) == "id_number"
