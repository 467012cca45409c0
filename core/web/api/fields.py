"""Fields of a record as JSON has them, each with the reason for which the record is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from core import clock

LONGEST = 200
CONTROL = re.compile(r"[\x00-\x1f]")


class Bad(Exception):
    """`reason`: the code that is answered for this record."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def text(given: object, reason: str) -> str | None:
    """Numbers are taken for texts: a document's number is often sent as one."""
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, (str, int)):
        raise Bad(reason)
    told = str(given).strip()
    if len(told) > LONGEST or CONTROL.search(told):
        raise Bad(reason)
    return told or None


def number(given: object, reason: str) -> float | None:
    if given is None or given == "":
        return None
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        raise Bad(reason)
    try:
        told = float(given)
    except (ValueError, OverflowError) as error:
        raise Bad(reason) from error
    if not abs(told) <= 1e9:  # what is no number is neither
        raise Bad(reason)
    return told


def moment(given: object) -> datetime:
    """2026-01-31T08:05:00, with a zone or by the county's clock."""
    if not isinstance(given, str) or not given.strip():
        raise Bad("at_missing")
    try:
        told = clock.local(datetime.fromisoformat(given.strip()))
    except (ValueError, OverflowError) as error:
        raise Bad("at_bad") from error
    if not 1970 < told.year < 2200:
        raise Bad("at_bad")
    return told


def only(given: object, names: frozenset[str]) -> dict:
    """A misspelt name is told, never left out in silence."""
    if not isinstance(given, dict):
        raise Bad("record_bad")
    if not given.keys() <= names:
        raise Bad("field_unknown")
    return given


def each(records: list[object], read: Callable[[dict], object]) -> tuple[dict[int, object], dict[int, str]]:
    """What is read of each, by its place in the list; and why others can't be."""
    good, bad = {}, {}
    for no, given in enumerate(records):
        try:
            good[no] = read(given)
        except Bad as why:
            bad[no] = why.reason
    return good, bad


def id_of(given: object) -> str | None:
    """As it was sent, to be answered by."""
    told = given.get("id") if isinstance(given, dict) else None
    return told[:LONGEST] if isinstance(told, str) else told if isinstance(told, int) else None
