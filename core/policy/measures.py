"""Measures and the matrix of a pack: measures.toml, read and checked. What an entry may say is told in the epidemic pack's file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NoReturn

from core.domain import AREA_LEVELS
from core.errors import UserError, Word
from core.policy.classes import IDENTIFIER, RESIDENT, PersonClass

NAME = "measures.toml"
# How a measure counts as done: each is a file of core/act/done, but for a tick.
TICK = "tick"
WAYS = ("temperature", "check_in", "declaration", "test", "registered", "visit", TICK)
OWNERS = ("household", "section", "village", "township", "unit")
FORBIDDEN = ("leave", "school", "work")
ANY = "any"
PHASES = "phases"
TEXTS = ("zh", "en", "do_zh", "do_en")
TIMES = {"every", "begins", "on", "by", "from", "owner", "approval"}  # what a cell may say otherwise
MEASURE_KEYS = {*TEXTS, *TIMES, "done_by", "forbids", "allows"}
LONGEST = 366  # days
APPROVALS = 2  # levels
HOURS = 24
# whole numbers of the matrix: usual, most
NUMBERS = {"looks_back": (14, LONGEST), "grace": (120, 7 * 24 * 60), "a_day": (80, 100_000)}


@dataclass(frozen=True)
class Slot:
    """Hours of the day: from when on it counts, and until when it is due."""

    opens: int
    due: int


@dataclass(frozen=True)
class Measure:
    """Of a cell where `Matrix.of` gives it: with the cell's own times."""

    code: str
    zh: str
    en: str
    do_zh: str
    do_en: str
    owner: str
    done_by: tuple[str, ...] = ()  # of WAYS; empty: a standing rule
    every: int = 1  # days
    begins: bool = False  # on the first day of the class as well, and then not before `every` days
    on: tuple[int, ...] = ()  # days of the class, from 1; empty: every `every` days
    phased: bool = False  # `on` is what the phases of each class say
    slots: tuple[Slot, ...] = (Slot(0, HOURS),)
    forbids: frozenset[str] = frozenset()
    allows: frozenset[str] = frozenset()  # as far as nothing else forbids it
    approval: int = 0  # levels whose approval lifts what it forbids of leaving; 0: none does

    @property
    def standing(self) -> bool:
        return not self.done_by

    def name(self, language: str) -> str:
        return self.zh if language == "zh" else self.en

    def what(self, language: str) -> str:
        return self.do_zh if language == "zh" else self.do_en


@dataclass(frozen=True)
class Matrix:
    """class × grade → measures. `cells`: every pair that has any."""

    cells: dict[tuple[str, str], tuple[Measure, ...]]
    grade_of: str  # level of the grids whose grade counts
    looks_back: int  # days
    grace: int = 120  # minutes that something is overdue before it goes to the next of the chain
    a_day: int = (
        80  # tasks that somebody has to go or call for, and that one duty can do in a day; the others go to the next
    )

    def of(self, code: str, grade: str) -> tuple[Measure, ...]:
        return self.cells.get((code, grade), ())


def read_measures(
    table: dict, text: str, classes: tuple[PersonClass, ...], grades: tuple[str, ...]
) -> tuple[dict[str, Measure], Matrix]:
    """(measures by code, matrix). Raises UserError policy_invalid with file, line, entry (`where`) and `what`."""
    reader = _Reader(table, text, {c.code: c for c in classes if c.code != RESIDENT}, grades)
    measures = {code: reader.measure(code, row) for code, row in reader.named("measure")}
    for name in table.keys() - {"measure", "cell", "grade_of", *NUMBERS}:
        reader.fault("unknown_key", "", name, name=name)
    return measures, reader.matrix(measures)


class _Reader:
    def __init__(self, table: dict, text: str, classes: dict[str, PersonClass], grades: tuple[str, ...]) -> None:
        self.table, self.lines, self.classes, self.grades = table, text.splitlines(), classes, grades

    def named(self, section: str) -> Iterator[tuple[str, dict]]:
        for name, row in self.table.get(section, {}).items():
            if not isinstance(row, dict):
                self.fault("unknown_key", section, name, name=name)
            yield name, row

    def measure(self, code: str, row: dict) -> Measure:
        where = f"measure.{code}"
        if not IDENTIFIER.fullmatch(code):
            self.fault("measure_code", where, "")
        self._known(row, MEASURE_KEYS, where)
        texts = {name: self._of(row, name, str, where) for name in TEXTS}
        found = Measure(
            code, **texts, owner="",
            done_by=self._codes(row, "done_by", WAYS, where),
            forbids=frozenset(self._codes(row, "forbids", FORBIDDEN, where)),
            allows=frozenset(self._codes(row, "allows", FORBIDDEN, where)),
        )  # fmt: skip
        if "owner" not in row:
            self.fault("missing", where, "", name="owner")
        if found.done_by and (found.forbids or found.allows):
            self.fault("measure_forbids", where, "forbids")
        return self._timed(found, row, where)

    def matrix(self, measures: dict[str, Measure]) -> Matrix:
        level = self.table.get("grade_of", "village")
        numbers = {name: self.table.get(name, usual) for name, (usual, _) in NUMBERS.items()}
        if level not in AREA_LEVELS[:-1]:
            self.fault("unknown_code", "", "grade_of", name=level, allowed=", ".join(AREA_LEVELS[:-1]))
        for name, (_, most) in NUMBERS.items():
            if type(numbers[name]) is not int or not 0 < numbers[name] <= most:
                self.fault("whole_number", "", name, name=name, most=most)
        given = {code: self._row(code, cells, measures) for code, cells in self.named("cell")}
        cells = {
            (code, grade): made
            for code, of_grade in given.items()
            for grade in self.grades
            if (made := self._cell(code, grade, of_grade, measures))
        }
        return Matrix(cells, level, **numbers)

    def _row(self, code: str, cells: dict, measures: dict[str, Measure]) -> dict[str, dict]:
        """What is said of one class, by grade; checked as far as names go."""
        if code not in self.classes:
            self.fault("unknown_code", f"cell.{code}", "", name=code, allowed=", ".join(self.classes))
        for grade, row in cells.items():
            where = f"cell.{code}.{grade}"
            if grade not in (ANY, *self.grades):
                self.fault("unknown_code", where, "", name=grade, allowed=", ".join((ANY, *self.grades)))
            if not isinstance(row, dict):
                self.fault("missing", where, "", name="measures")
            for name in ("measures", "without"):
                self._codes(row, name, measures, where)
            for name, own in row.items():
                if name in ("measures", "without"):
                    continue
                if name not in measures or not isinstance(own, dict):
                    self.fault("unknown_code", where, name, name=name, allowed=", ".join(measures))
                self._known(own, TIMES, where)
        return cells

    def _cell(self, code: str, grade: str, rows: dict[str, dict], measures: dict[str, Measure]) -> tuple[Measure, ...]:
        """In the order of the measures in the file."""
        wanted: set[str] = set()
        own: dict[str, dict] = {}
        for level in (ANY, grade):
            row = rows.get(level, {})
            wanted = (wanted | set(row.get("measures", ()))) - set(row.get("without", ()))
            for name, said in row.items():
                if isinstance(said, dict):
                    own[name] = own.get(name, {}) | said
        made = [
            self._timed(measures[name], own.get(name, {}), f"cell.{code}.{grade}")
            for name in measures
            if name in wanted
        ]
        tests = _tests(self.classes[code])
        return tuple(replace(m, on=tests) if m.phased else m for m in made if tests or not m.phased)

    def _timed(self, found: Measure, row: dict, where: str) -> Measure:
        """The measure with what `row` says of its times."""
        said: dict[str, object] = {}
        if "owner" in row:
            said["owner"] = self._of(row, "owner", str, where)
            if said["owner"] not in OWNERS:
                self.fault("unknown_code", where, "owner", name=said["owner"], allowed=", ".join(OWNERS))
        if "every" in row:
            every = self._of(row, "every", int, where)
            if not 0 < every <= LONGEST:
                self.fault("whole_number", where, "every", name="every", most=LONGEST)
            said |= {"every": every, "on": (), "phased": False}
        if "begins" in row:
            said["begins"] = self._of(row, "begins", bool, where)
        if "on" in row:
            said["phased"] = row["on"] == PHASES
            said["on"] = () if said["phased"] else self._numbers(row, "on", 0, LONGEST, where)
        if "approval" in row:
            approval = self._of(row, "approval", int, where)
            if not 0 < approval <= APPROVALS or "leave" not in found.forbids:
                self.fault("whole_number", where, "approval", name="approval", most=APPROVALS)
            said["approval"] = approval
        if "by" in row or "from" in row:
            said["slots"] = self._slots(row, where)
        return replace(found, **said)

    def _slots(self, row: dict, where: str) -> tuple[Slot, ...]:
        due = self._numbers(row, "by", 1, HOURS, where)
        opens = self._numbers(row, "from", 0, HOURS, where) if "from" in row else (0, *due[:-1])
        if len(opens) != len(due) or any(o >= d for o, d in zip(opens, due, strict=False)):
            self.fault("measure_hours", where, "from" if "from" in row else "by")
        return tuple(Slot(o, d) for o, d in zip(opens, due, strict=True))

    def _numbers(self, row: dict, name: str, least: int, most: int, where: str) -> tuple[int, ...]:
        """Whole numbers, each larger than the one before."""
        given = self._of(row, name, list, where)
        if not given or any(type(n) is not int or not least <= n <= most for n in given) or sorted(set(given)) != given:
            self.fault("numbers", where, name, name=name, least=least, most=most)
        return tuple(given)

    def _codes(self, row: dict, name: str, allowed: object, where: str) -> tuple[str, ...]:
        given = row.get(name, [])
        if not isinstance(given, list):
            self.fault("missing", where, name, name=name)
        for code in given:
            if code not in allowed:
                self.fault("unknown_code", where, name, name=code, allowed=", ".join(allowed))
        return tuple(given)

    def _known(self, row: dict, keys: set[str], where: str) -> None:
        for name in row:
            if name not in keys:
                self.fault("unknown_key", where, name, name=name)

    def _of(self, row: dict, name: str, kind: type, where: str) -> object:
        value = row.get(name)
        if type(value) is not kind or (kind is str and not value.strip()):
            self.fault("missing", where, name if name in row else "", name=name)
        return value

    def fault(self, code: str, where: str, key: str, **fields: object) -> NoReturn:
        what = Word(f"policy.fault.{code if code.startswith('measure_') else 'of_entry.' + code}")
        raise UserError(
            "policy_invalid", file=NAME, line=self._line(where, key), where=where or "–", what=what, **fields
        )

    def _line(self, where: str, key: str) -> int:
        """Of a key in the entry [where]; the entry's own where it has no such key, 0 where there is none."""
        head = (
            next(
                (
                    n
                    for n, line in enumerate(self.lines, 1)
                    if _head(line) and (_head(line) + ".").startswith(where + ".")
                ),
                0,
            )
            if where
            else 0
        )
        for number, line in enumerate(self.lines[head:], head + 1):
            if _head(line):
                break
            if key and re.match(rf"\s*([a-z_]+\.)?{re.escape(key)}\b\s*[.=]", line):
                return number
        return head


def _head(line: str) -> str:
    found = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line)
    return found[1] if found else ""


def _tests(each: PersonClass) -> tuple[int, ...]:
    """Days of the class, counted from 1 over all its phases, on which a test is asked for."""
    found, before = [], 0
    for phase in getattr(each, "phases", ()):
        found += [before + day for day in phase.tests]
        before += phase.days
    return tuple(found)
