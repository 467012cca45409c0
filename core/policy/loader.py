"""The policy of a scenario as data: `core/policy/<scenario>/{classes,grades,detectors,days}.toml`, checked when loaded."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from core.errors import UserError

FOLDER = Path(__file__).parent
FILES = ("classes.toml", "grades.toml", "detectors.toml", "days.toml")
GRADES = ("low", "medium", "high")
SEVERITIES = ("low", "medium", "high")  # of alerts
RULES = FOLDER.parent / "classify" / "rules"
RESIDENT = "resident"


@dataclass(frozen=True)
class PersonClass:
    code: str
    zh: str
    en: str
    colour: str  # '#RRGGBB'
    rank: int  # the lowest that fits is shown
    rule: str  # core/classify/rules/<rule>.sql; empty: whoever is left
    reason: str  # reason code
    parameters: dict[str, object]


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


@dataclass(frozen=True)
class Policy:
    version: str  # changes with every change of its files
    fever: float  # °C
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
    texts = {name: (folder / name).read_bytes() for name in FILES}
    tables = {name: _parse(name, text) for name, text in texts.items()}
    version = hashlib.sha256(b"\0".join(texts[name] for name in FILES)).hexdigest()[:12]
    classes = _classes(tables["classes.toml"])
    return Policy(
        version=version,
        fever=float(_need(tables["classes.toml"], "fever", (int, float), "classes.toml", "fever")),
        classes=classes,
        grades=_grades(tables["grades.toml"], {c.code for c in classes}),
        detectors=_detectors(tables["detectors.toml"], {c.code for c in classes}),
        days=_days(tables["days.toml"]),
    )


def _parse(name: str, text: bytes) -> dict:
    try:
        return tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _fault(name, str(error)) from error


def _classes(table: dict) -> tuple[PersonClass, ...]:
    name, found = "classes.toml", []
    for row in table.get("class", []):
        code = _need(row, "code", str, name, "class")
        fields = {key: _need(row, key, str, name, code) for key in ("zh", "en", "colour", "rule", "reason")}
        rank = _need(row, "rank", int, name, code)
        parameters = _need(row, "parameters", dict, name, code)
        if fields["rule"] and not (RULES / f"{fields['rule']}.sql").exists():
            raise _fault(name, f"{code}: rule {fields['rule']}")
        found.append(PersonClass(code=code, rank=rank, parameters=parameters, **fields))
    for what in ("code", "rank"):
        values = [getattr(c, what) for c in found]
        if len(set(values)) < len(values):
            raise _fault(name, f"{what} twice")
    if RESIDENT not in {c.code for c in found}:
        raise _fault(name, RESIDENT)
    return tuple(sorted(found, key=lambda c: c.rank))


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
