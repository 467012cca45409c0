"""What is to be done about an alert, and by when: playbooks.toml of a pack. What an entry may say is told in the epidemic pack's file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from core.errors import UserError, Word

NAME = "playbooks.toml"
SEVERITIES = ("low", "medium", "high")
GRADES = ("low", "medium", "high")
ANY = "any"
TEXTS = ("code", "zh", "en")
LONGEST = 366 * 24  # hours


@dataclass(frozen=True)
class Clock:
    """`take`: minutes until somebody has it; `close`: hours from then until it is closed."""

    take: int
    close: int


@dataclass(frozen=True)
class Step:
    code: str
    zh: str
    en: str

    def words(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Playbooks:
    """`clocks`: by severity; `one_up`: grades of the grid that make it the next severity's clock; `steps`: by detector."""

    clocks: dict[str, Clock]
    one_up: tuple[str, ...]
    steps: dict[str, tuple[Step, ...]]

    def of(self, detector: str) -> tuple[Step, ...]:
        return self.steps.get(detector) or self.steps.get(ANY, ())


def read_playbooks(table: dict) -> Playbooks:
    """Raises UserError policy_invalid (file, entry, what) on the first fault."""
    clocks = table.get("clock")
    if not isinstance(clocks, dict) or set(clocks) != set(SEVERITIES):
        _fault("clock", "playbook_clocks", allowed=", ".join(SEVERITIES))
    one_up = table.get("one_up", [])
    if not isinstance(one_up, list) or not set(one_up) <= set(GRADES):
        _fault("one_up", "playbook_grades", allowed=", ".join(GRADES))
    steps = {code: _steps(code, row) for code, row in table.items() if code not in ("clock", "one_up")}
    return Playbooks({severity: _clock(severity, row) for severity, row in clocks.items()}, tuple(one_up), steps)


def _clock(severity: str, row: object) -> Clock:
    where = f"clock.{severity}"
    if not isinstance(row, dict) or set(row) != {"take", "close"}:
        _fault(where, "playbook_clock")
    if not all(isinstance(v, int) and not isinstance(v, bool) and v > 0 for v in row.values()):
        _fault(where, "playbook_clock")
    if row["close"] > LONGEST or row["take"] > LONGEST * 60:
        _fault(where, "playbook_clock")
    return Clock(row["take"], row["close"])


def _steps(code: str, row: object) -> tuple[Step, ...]:
    found = row.get("step") if isinstance(row, dict) else None
    if not isinstance(found, list) or not found:
        _fault(code, "playbook_steps")
    made = []
    for each in found:
        if (
            not isinstance(each, dict)
            or set(each) != set(TEXTS)
            or not all(isinstance(v, str) and v for v in each.values())
        ):
            _fault(code, "playbook_steps")
        made.append(Step(**each))
    if len({step.code for step in made}) < len(made):
        _fault(code, "playbook_twice")
    return tuple(made)


def _fault(entry: str, what: str, **fields: object) -> NoReturn:
    raise UserError("policy_invalid", file=NAME, entry=entry, what=Word(f"policy.fault.{what}"), **fields)
