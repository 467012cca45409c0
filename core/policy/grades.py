"""The rules of grids' grades: grades.toml, read and checked. What a rule may say is told in the epidemic pack's file."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import NoReturn

from core.errors import UserError, Word

NAME = "grades.toml"
LOW, MEDIUM, HIGH, UNKNOWN = "low", "medium", "high", "unknown"
WORST_FIRST = [HIGH, MEDIUM, UNKNOWN, LOW]
GRADES = (LOW, MEDIUM, HIGH)  # from the least to the worst; whatever fits no rule is low
SEVERITIES = ("low", "medium", "high")  # of alerts
SHARES = ("outsiders",)
# What a rule counts: a key of its own, and what that may be.
CLASS, ALERTS, SHARE, COVERAGE, READING, GAUGE = "class", "alerts", "share", "coverage", "reading", "gauge"
KINDS = (CLASS, ALERTS, SHARE, COVERAGE, READING, GAUGE)
KEYS = {"grade", "at_least", "per_1000", "reason", *KINDS}
READINGS = ("rain_1h", "rain_3h", "rain_6h", "rain_24h", "water_level", "breteau", "moi")
LEVELS = ("prepare", "move")  # of a station's own values
HEAD = re.compile(r"^\s*\[\[\s*rule\s*\]\]")


@dataclass(frozen=True)
class GradeRule:
    """`counted`: the code of a class, alert.<severity>, share.<of whom>, coverage, reading.<indicator> or gauge.<level>. Of coverage,
    `at_least` is the part of the expected scans below which the rule fits; of a reading its value; of a gauge how many have reached it."""

    grade: str
    counted: str
    at_least: float
    per_1000: float
    reason: str

    @property
    def kind(self) -> str:
        """class | alerts | share | coverage | reading | gauge."""
        if self.counted == COVERAGE:
            return COVERAGE
        head = self.counted.partition(".")[0] if "." in self.counted else ""
        return {"alert": ALERTS, "share": SHARE, READING: READING, GAUGE: GAUGE}.get(head, CLASS)


def read_grades(table: dict, text: str, classes: Collection[str]) -> tuple[GradeRule, ...]:
    """In the order of the file: the first that fits counts. Raises UserError policy_invalid with file, line, rule (`where`) and `what`."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if HEAD.match(line)]
    found: list[GradeRule] = []
    for at, row in enumerate(table.get("rule", [])):
        entry = _Rule(row, lines[at] if at < len(lines) else 0, at + 1)
        found.append(entry.made(classes))
        entry.reached(found)
    return tuple(found)


class _Rule:
    """One [[rule]] of the file."""

    def __init__(self, row: dict, line: int, number: int) -> None:
        self.row, self.line, self.number = row, line, number

    def made(self, classes: Collection[str]) -> GradeRule:
        for name in self.row.keys() - KEYS:
            self.fault("key", name=name, allowed=", ".join(sorted(KEYS)))
        kinds = [kind for kind in KINDS if kind in self.row]
        if len(kinds) != 1:
            self.fault("one_kind", allowed=", ".join(KINDS))
        reason = self.need("reason", str)
        if kinds[0] == COVERAGE:
            return self._of_coverage(reason)
        grade = self.among("grade", (MEDIUM, HIGH))
        if kinds[0] in (READING, GAUGE):
            return self._of_readings(grade, kinds[0], reason)
        code = self.among(kinds[0], {CLASS: classes, ALERTS: SEVERITIES, SHARE: SHARES}[kinds[0]])
        counted = {CLASS: code, ALERTS: f"alert.{code}", SHARE: f"share.{code}"}[kinds[0]]
        at_least, per_1000 = self.need("at_least", int), float(self.need("per_1000", (int, float)))
        if at_least < 0 or per_1000 < 0 or at_least + per_1000 == 0:
            self.fault("fits_all")
        return GradeRule(grade, counted, at_least, per_1000, reason)

    def _of_readings(self, grade: str, kind: str, reason: str) -> GradeRule:
        """A value that stands in the grid, or stations that have reached a value of their own: of neither there is a share."""
        code = self.among(kind, {READING: READINGS, GAUGE: LEVELS}[kind])
        at_least = float(self.need("at_least", (int, float)))
        if "per_1000" in self.row or at_least <= 0:
            self.fault("no_share")
        return GradeRule(grade, f"{kind}.{code}", at_least, 0.0, reason)

    def _of_coverage(self, reason: str) -> GradeRule:
        """Where too few scans came in nothing can be told: that is no grade, and never a low one."""
        self.among("grade", (UNKNOWN,))
        below = float(self.need(COVERAGE, (int, float)))
        if not 0 < below <= 1:
            self.fault("coverage")
        return GradeRule(UNKNOWN, COVERAGE, below, 0.0, reason)

    def reached(self, found: list[GradeRule]) -> None:
        """A rule behind a laxer one of the same never decides."""
        *before, last = found
        for number, other in enumerate(before, 1):
            same = other.counted == last.counted
            laxer = (
                other.at_least >= last.at_least
                if last.kind == COVERAGE
                else other.at_least <= last.at_least and other.per_1000 <= last.per_1000
            )
            if same and laxer:
                self.fault("never", other=number)

    def among(self, key: str, allowed: Collection[str]) -> str:
        value = self.need(key, str)
        if value not in allowed:
            self.fault("value", key=key, value=value, allowed=", ".join(allowed))
        return value

    def need(self, key: str, kind: type | tuple) -> object:
        value = self.row.get(key)
        if not isinstance(value, kind) or isinstance(value, bool) or value == "":
            self.fault("missing", key=key)
        return value

    def fault(self, code: str, /, **fields: object) -> NoReturn:
        raise UserError(
            "policy_invalid",
            file=NAME,
            line=self.line,
            where=self.number,
            what=Word(f"policy.fault.grade_{code}"),
            **fields,
        )
