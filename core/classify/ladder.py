"""The ladder of grades: what each rule finds in a grid, which decides, what is missing for the next step up and for one down."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from core.classify.grade import bound, standing_at
from core.domain import Scope
from core.policy.grades import COVERAGE, GAUGE, GRADES, READING, UNKNOWN, WORST_FIRST, GradeRule
from core.policy.loader import Policy
from core.policy.running import running
from core.registry.grids import Grid, find_grid
from core.store import Store, load_sql

STANDS = "select grade, since, reason, fields from grid_grade where grid_id = $grid"
HISTORY = """select grade, since, until, reason, fields from grade_history where grid_id = $grid order by since desc"""
JUDGED = "select max(day) from class_day"


@dataclass(frozen=True)
class Rung:
    """One rule in one grid. `number` observed (of coverage the part that came in; None: nothing was expected), `per_1000` of `base`.

    `more`: how many more it takes until it fits (0: it fits; None: of coverage). `fewer`: how many fewer until it fits no more.
    Of a reading both are of its unit: by how much it lies below the rule's value, or above.
    """

    rule: GradeRule
    number: float | None
    base: int | None
    met: bool
    more: float | None = None
    fewer: float | None = None

    @property
    def per_1000(self) -> float | None:
        return 1000 * self.number / self.base if self.base and self.number is not None else None


@dataclass(frozen=True)
class Stretch:
    grade: str
    since: date
    until: date | None  # None: goes on
    reason: str
    fields: str | None


@dataclass(frozen=True)
class Ladder:
    """`rungs` in the pack's order; `decides`: which of them (None: no rule fits). `up`: for each worse grade the rules that lack least, the
    nearest grade first; `down`: the rules that must fit no more until the grade is a lesser one."""

    grid: Grid
    as_of: date
    grade: str
    since: date
    reason: str
    fields: str | None
    rungs: tuple[Rung, ...]
    decides: int | None
    history: tuple[Stretch, ...] = ()
    up: tuple[Rung, ...] = ()
    down: tuple[Rung, ...] = ()
    children: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def before(self) -> Stretch | None:
        """The grade before this one, where it is known."""
        return next((s for s in self.history if s.until is not None), None)


def ladder(store: Store, scope: Scope, *, grid: int, policy: Policy | None = None) -> Ladder | None:
    """Of a grid as it was last graded; None where the scope does not reach it, or before any grading."""
    found, as_of = find_grid(store, scope, grid_id=grid), store.value(JUDGED)
    stands = store.one(STANDS, grid=grid)
    if found is None or stands is None or as_of is None:
        return None
    rungs = _rungs(store, grid, as_of, policy or running(store, as_of))
    decides = next((n for n, rung in enumerate(rungs) if rung.met), None)
    history = tuple(Stretch(*row) for row in store.run(HISTORY, grid=grid).fetchall())
    children = store.df(load_sql(__file__, "ladder_children.sql"), scope=scope.roots, grid=grid, order=WORST_FIRST)
    children["fields"] = children["fields"].astype(object).where(children["fields"].notna(), None)
    return Ladder(
        found, as_of, *stands, rungs, decides, history, _up(rungs, decides), _down(rungs, decides), children
    )  # fmt: skip


def _rungs(store: Store, grid: int, as_of: date, policy: Policy) -> tuple[Rung, ...]:
    rules = policy.grades
    if not rules:
        return ()
    asked = load_sql(__file__, "grid_observed.sql") + load_sql(__file__, "ladder.sql")
    rows = store.run(asked, as_of=as_of, grids=[grid], **standing_at(as_of, newest=True), **bound(policy)).fetchall()
    return tuple(_rung(rules[position], number, base) for position, number, base in rows)


def _rung(rule: GradeRule, number: float | None, base: int | None) -> Rung:
    base = None if base is None or rule.kind == GAUGE else int(base)  # stations are no part of the people
    if rule.kind == COVERAGE:
        return Rung(rule, number, base, met=number is not None and number < rule.at_least)
    if rule.kind == READING:
        lacking = round(rule.at_least - number, 1)
        return Rung(rule, number, None, met=lacking <= 0, more=max(lacking, 0), fewer=max(-lacking, 0))
    needed = max(rule.at_least, math.ceil(rule.per_1000 * base / 1000 - 1e-9) if base else 0)
    if rule.per_1000 and not base:  # a share of nobody
        return Rung(rule, number, base, met=False)
    more, fewer = max(int(needed - number), 0), max(int(number - needed) + 1, 0)
    return Rung(rule, number, base, met=more == 0, more=more, fewer=fewer)


def _rank(rung: Rung) -> int:
    """Of its grade; what can't be told stands with the low ones: only rules of worse grades lead up."""
    return GRADES.index(rung.rule.grade) if rung.rule.grade in GRADES else 0


def _up(rungs: tuple[Rung, ...], decides: int | None) -> tuple[Rung, ...]:
    """Rules that fit not yet, stand before the one that decides, and would make it worse: those of the next grade first, the nearest first."""
    now = 0 if decides is None else _rank(rungs[decides])
    leading = [r for r in rungs[:decides] if not r.met and r.more is not None and _rank(r) > now]
    return tuple(sorted(leading, key=lambda r: (_rank(r), r.more)))


def _down(rungs: tuple[Rung, ...], decides: int | None) -> tuple[Rung, ...]:
    """All that fit now and would keep it at its grade, or above."""
    if decides is None or rungs[decides].rule.grade == UNKNOWN:
        return ()
    now = _rank(rungs[decides])
    return tuple(r for r in rungs if r.met and _rank(r) >= now)
