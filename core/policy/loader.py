"""The policy of a scenario as data: `core/policy/<scenario>/{classes,grades,detectors,days,facts}.toml`, checked when loaded."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from core.errors import UserError, Word
from core.policy.classes import RESIDENT, Constant, PersonClass, read_classes
from core.policy.facts import read_facts
from core.policy.folder import FOLDER
from core.policy.terms import Term, terms

__all__ = ["FOLDER", "RESIDENT", "Constant", "Days", "GradeRule", "PersonClass", "Policy", "load_policy", "read_policy"]

FILES = ("classes.toml", "grades.toml", "detectors.toml", "days.toml", "facts.toml")
GRADES = ("low", "medium", "high")
SEVERITIES = ("low", "medium", "high")  # of alerts


@dataclass(frozen=True)
class GradeRule:
    grade: str
    counted: str  # the code of a class, or alert.<severity>
    at_least: int
    per_1000: float
    reason: str


@dataclass(frozen=True)
class Days:
    """Which scans are believed, and when the data of a day are in; each figure is explained in days.toml."""

    ahead_hours: float
    oldest_days: float
    scans_a_day: float
    turn_seconds: float
    longest_stay_hours: float
    grids: float
    check_ins: float
    running: float
    missing: float
    missing_from: float
    temporary_days: float


@dataclass(frozen=True)
class Policy:
    version: str  # changes with every change of its files
    fever: float  # °C
    constants: dict[str, Constant]  # names that conditions and events may use; fever among them
    terms: dict[str, Term]  # what conditions may ask about
    classes: tuple[PersonClass, ...]  # by rank
    grades: tuple[GradeRule, ...]  # first that fits
    detectors: dict[str, dict[str, object]]
    days: Days

    def person_class(self, code: str) -> PersonClass:
        return next(c for c in self.classes if c.code == code)


@cache
def load_policy(scenario: str = "epidemic") -> Policy:
    """Read and check the scenario's files. Raises UserError `policy_invalid` (file, what) on the first fault."""
    return read_policy(FOLDER / scenario)


def read_policy(folder: Path) -> Policy:
    """The policy in `folder`, checked."""
    texts = {name: _bytes(folder, name) for name in FILES}
    tables = {name: _parse(name, text) for name, text in texts.items()}
    version = hashlib.sha256(b"\0".join(texts[name] for name in FILES)).hexdigest()[:12]
    known = _terms(folder)
    classes, constants = read_classes(tables["classes.toml"], texts["classes.toml"].decode("utf-8"), known)
    return Policy(
        version=version,
        fever=float(_need(tables["classes.toml"], "fever", (int, float), "classes.toml", "fever")),
        constants=constants,
        terms=known,
        classes=classes,
        grades=_grades(tables["grades.toml"], {c.code for c in classes}),
        detectors=_detectors(tables["detectors.toml"], {c.code for c in classes}),
        days=_days(tables["days.toml"]),
    )


def _bytes(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise UserError("policy_invalid", file=name, what=Word("policy.fault.no_file")) from error


def _parse(name: str, text: bytes) -> dict:
    try:
        return tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise UserError("policy_invalid", file=name, line=int(line[1]) if line else 0, what=str(error)) from error


def _terms(folder: Path) -> dict[str, Term]:
    """What its conditions may ask about: the catalogue's terms, and the pack's own facts."""
    try:
        told = read_facts(folder / "facts.toml")
    except ValueError as error:
        raise _fault("facts.toml", str(error).partition(": ")[2]) from error
    for code in told.keys() & terms({}).keys():
        raise UserError("policy_invalid", file="facts.toml", what=Word("policy.fault.two_terms"), name=code)
    return terms(told)


def _grades(table: dict, known: set[str]) -> tuple[GradeRule, ...]:
    name, found = "grades.toml", []
    for row in table.get("rule", []):
        grade = _need(row, "grade", str, name, "rule")
        what = next((key for key in ("alerts", "class") if key in row), "class")
        code = _need(row, what, str, name, grade)
        if grade not in GRADES:
            raise _fault(name, f"grade {grade}")
        if code not in (SEVERITIES if what == "alerts" else known):
            raise _fault(name, f"{what} {code}")
        at_least = _need(row, "at_least", int, name, code)
        per_1000 = float(_need(row, "per_1000", (int, float), name, code))
        counted = f"alert.{code}" if what == "alerts" else code
        found.append(GradeRule(grade, counted, at_least, per_1000, _need(row, "reason", str, name, code)))
    return tuple(found)


def _detectors(table: dict, known: set[str]) -> dict[str, dict[str, object]]:
    for code, parameters in table.items():
        if not isinstance(parameters, dict):
            raise _fault("detectors.toml", code)
        for unknown in set(parameters.get("classes", ())) - known:
            raise _fault("detectors.toml", f"{code}: class {unknown}")
    return table


def _days(table: dict) -> Days:
    return Days(**{f.name: float(_need(table, f.name, (int, float), "days.toml", f.name)) for f in fields(Days)})


def _need(row: dict, key: str, kind: type | tuple, file: str, where: str) -> object:
    value = row.get(key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _fault(file, f"{where}: {key}")
    return value


def _fault(file: str, what: str) -> UserError:
    return UserError("policy_invalid", file=file, what=what)
