"""How long a class lasts: days at once or a chain of phases, each at a place and with its days of testing."""

from __future__ import annotations

from dataclasses import dataclass

from core.policy.conditions import Condition

# Where a phase is spent; the words: [class_place.…] in core/i18n/words/policy.toml.
PLACES = ("central", "home", "monitoring", "self", "hospital")
KEYS = {"place", "days", "tests"}


@dataclass(frozen=True)
class Phase:
    """`tests`: days of the phase on which a test is due; its first day is day 1."""

    place: str
    days: int
    tests: tuple[int, ...] = ()


@dataclass(frozen=True)
class Length:
    """`when`: of whom it is the length, None: of everybody whom none before it fits."""

    days: int | None
    phases: tuple[Phase, ...] = ()
    when: Condition | None = None

    def ends(self, from_day: int) -> list[int]:
        """The last day of each phase, counted from the event's own (0)."""
        found, so_far = [], -from_day
        for phase in self.phases:
            so_far += phase.days
            found.append(so_far)
        return found

    def tests(self, from_day: int) -> list[int]:
        """The days of testing of all its phases, counted from the event's own (0)."""
        starts = [-from_day, *self.ends(from_day)]
        return [start + day for start, phase in zip(starts, self.phases, strict=False) for day in phase.tests]


class PhaseError(Exception):
    """`code` names the fault (policy.fault.<code>), `fields` fill its sentence."""

    def __init__(self, code: str, /, **fields: object) -> None:
        super().__init__(code)
        self.code, self.fields = code, fields


def phases(given: object, *, longest: int, from_day: int) -> tuple[Phase, ...]:
    """Raises PhaseError with the number of the phase that is wrong."""
    if not isinstance(given, list) or not given:
        raise PhaseError("phases")
    return tuple(_phase(row, number, longest, from_day) for number, row in enumerate(given, 1))


def _phase(row: object, number: int, longest: int, from_day: int) -> Phase:
    if not isinstance(row, dict) or not {"place", "days"} <= row.keys() <= KEYS:
        raise PhaseError("phase_keys", number=number, allowed=", ".join(sorted(KEYS)))
    place, days, tests = row["place"], row["days"], row.get("tests", [])
    if place not in PLACES:
        raise PhaseError("phase_place", number=number, name=str(place)[:40], allowed=", ".join(PLACES))
    if type(days) is not int or not 0 < days <= longest:
        raise PhaseError("phase_days", number=number, most=longest)
    first = from_day if number == 1 else 1  # the first phase of a class that counts from day 0 has such a day
    whole = isinstance(tests, list) and all(type(day) is int for day in tests)
    if not whole or any(not first <= day <= days for day in tests) or tests != sorted(set(tests)):
        raise PhaseError("phase_tests", number=number, first=first, most=days)
    return Phase(place, days, tuple(tests))
