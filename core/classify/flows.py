"""Flows of classes: who came into a class, left it or moved to another, from one classified day to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import duckdb
import pandas as pd

from core.classify.absent import bounds_of
from core.classify.few import of_few
from core.domain import EVERYTHING, Scope
from core.policy.loader import RESIDENT
from core.store import Store, load_sql, run, statements

MOST = 2**31 - 1
OUTSIDE = ""  # instead of a class: on no roster, or gone
# The day classified before, and whether it is known who was shown as what on it: kept, or that nobody was in any class.
BEFORE = "select max(day) from class_day where day < $first"
KNOWN = """select exists (from class_shown where day = $day)
  or not exists (from class_day where day = $day and class <> $resident)"""
TAKEN_OUT = "delete from class_flow_day where day in (select unnest(cast($at as date[])))"
IN_GRIDS = " and list_contains(cast($grids as integer[]), home_grid_id)"


@dataclass(frozen=True)
class Counted:
    """Of some people: the grids in which they count; `moved`: is any of them shown as one class on one of the two days kept, and as another or none on
    the other?"""

    grids: set[int] = field(default_factory=set)
    moved: bool = False


def count_flows(db: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    """Flows of days that were just classified (`candidate` holds them). Of the first day where no earlier one is known they stay as they were."""
    _show(db, days, {"people": None, "low": 0, "high": MOST})
    chain, steps = _steps(db, days)
    run(db, TAKEN_OUT, at=steps["at"])
    run(db, load_sql(__file__, "class_flow_day.sql"), grids=None, resident=RESIDENT, **steps)
    run(db, "delete from class_shown where day not in (select unnest($kept))", kept=chain[-2:])


def count_flows_of(
    db: duckdb.DuckDBPyConnection, day: date, people: list[int], before: Counted, *, same: bool = False
) -> set[int]:
    """The same after some people alone were classified anew, on a day that everybody was classified for before: of all grids in which they were
    counted (`before`) or are, which are returned. What was counted of them can't be told from what is known of them now: where they live may
    have changed too. `same`: their classes are as they stood, and who is shown as what with them."""
    grids, moved = before.grids, before.moved
    if not same:
        _show(db, [day], bounds_of(people))
        now = counted_in(db, people)
        grids, moved = grids | now.grids, moved or now.moved
    if moved:  # whoever stays in the class they were in, or in none, stands in no flow
        _, steps = _steps(db, [day])
        if steps["at"]:
            for sql in (TAKEN_OUT + IN_GRIDS, load_sql(__file__, "class_flow_day.sql")):
                run(db, of_few(sql, grids), grids=sorted(grids), resident=RESIDENT, **steps)
    return grids


def _show(db: duckdb.DuckDBPyConnection, days: list[date], whom: dict[str, object]) -> None:
    for statement in statements(__file__, "class_shown.sql"):
        run(db, of_few(statement, whom["people"]), days=days, **whom)


def _steps(db: duckdb.DuckDBPyConnection, days: list[date]) -> tuple[list[date], dict[str, list[date]]]:
    """The days with the one before them, and which is told against which."""
    (before,) = run(db, BEFORE, first=days[0]).fetchone()
    known = before is not None and run(db, KNOWN, day=before, resident=RESIDENT).fetchone()[0]
    chain = [*([before] if known else []), *days]
    return chain, {"at": chain[1:], "earlier": chain[:-1]}


def counted_in(db: duckdb.DuckDBPyConnection, people: list[int]) -> Counted:
    """Where these people are counted, were on the days kept, or live or lived."""
    rows = run(db, of_few(load_sql(__file__, "counted_in.sql"), people), **bounds_of(people)).fetchall()
    shown: dict[int, list[str]] = {}
    for _, person, code in rows:
        if person is not None:
            shown.setdefault(person, []).append(code)
    moved = any(len(codes) != 2 or codes[0] != codes[1] for codes in shown.values())
    return Counted({grid for grid, _, _ in rows}, moved)


def class_flows(store: Store, scope: Scope, *, grid: int = EVERYTHING, since: date, until: date) -> pd.DataFrame:
    """One row per day and pair of classes with people who moved: day, from_class, to_class (OUTSIDE: on no roster, or gone), people.

    Of the grid and all visible below it. `since` is the first day *into* which somebody moved. Somebody who moved twice counts twice.
    """
    return store.df(
        load_sql(__file__, "class_flows.sql"), scope=scope.roots, grid=grid, since=since, until=until, outside=OUTSIDE
    )
