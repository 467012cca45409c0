"""What if another policy held: two policies over the same data of one day, without touching the classes that stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from core.classify.classify import candidates_of, done_with
from core.domain import Scope
from core.engine.duck import DuckEngine
from core.policy.loader import Measure, Policy
from core.store import Store, load_sql, run

TABLES = ("compared", "side_a", "side_b", "candidate", "released", "decision")  # temporary
NOBODY = ""  # in no class


@dataclass(frozen=True)
class Comparison:
    """`counts`: one row per class and township: class, township_id, township (its name), under_a, under_b, entered, left (people, by shown class; township_id
    missing: a grid in none). `work`: one row per measure: measure, under_a, under_b (tasks a day, as the classes shown and today's grades ask for
    them). `moves`: one row per class before, class after and township: before, after (missing: in no class),
    township_id, people. `moved`: people whose shown class is another; of whom `released`: in none any more."""

    counts: pd.DataFrame
    moves: pd.DataFrame
    work: pd.DataFrame
    moved: int
    released: int


def compare(store: Store, scope: Scope, a: Policy, b: Policy, *, as_of: date) -> Comparison:
    """Whom `a` and `b` show as what on `as_of`; nothing is written."""
    with _compared(store, scope, a, b, as_of) as db:
        counts = run(db, load_sql(__file__, "compare_counts.sql")).df()
        moves = run(db, load_sql(__file__, "compare_moves.sql")).df()
        graded = run(db, load_sql(__file__, "compare_graded.sql"), grade_of=b.matrix.grade_of).fetchall()
    ranks = {code: rank for policy in (b, a) for rank, code in enumerate(c.code for c in policy.classes)}
    counts = counts.assign(rank=counts["class"].map(ranks)).sort_values(["rank", "township_id"])
    moves = moves.sort_values("people", ascending=False)
    released = int(moves.loc[moves["after"].isna(), "people"].sum())
    return Comparison(
        counts.drop(columns="rank").reset_index(drop=True),
        moves.reset_index(drop=True),
        _work(graded, a, b),
        int(moves["people"].sum()),
        released,
    )


def _work(graded: list[tuple], a: Policy, b: Policy) -> pd.DataFrame:
    found: dict[str, list[float]] = {}
    for code, grade, under_a, under_b in graded:
        for side, (policy, people) in enumerate(((a, under_a), (b, under_b))):
            for measure in policy.matrix.of(code, grade):
                if not measure.standing:
                    found.setdefault(measure.code, [0.0, 0.0])[side] += people * _a_day(measure, policy, code)
    order = [*dict.fromkeys([*b.measures, *a.measures])]
    rows = [(code, *found[code]) for code in order if code in found]
    return pd.DataFrame(rows, columns=["measure", "under_a", "under_b"])


def _a_day(measure: Measure, policy: Policy, code: str) -> float:
    """Tasks of one person a day, on the average of the class's days."""
    each = policy.person_class(code)
    days = each.days or 1
    if measure.phased:
        return sum(len(phase.tests) for phase in each.phases) / days
    if measure.on:
        return len([day for day in measure.on if day <= days]) * len(measure.slots) / days
    return len(measure.slots) / measure.every


def compared_people(
    store: Store,
    scope: Scope,
    a: Policy,
    b: Policy,
    *,
    as_of: date,
    before: str | None = None,
    after: str | None = None,
    township: int | None = None,
    moved: bool = True,
    limit: int = 50,
    offset: int = 0,
) -> pd.DataFrame:
    """The people of one cell: person_id, name (masked unless revealed), grid_id, place, before, after, until_before, until_after, total (of
    all pages). `before`, `after`: the class (NOBODY: none; None: any)."""
    with _compared(store, scope, a, b, as_of) as db:
        return run(
            db, load_sql(__file__, "compare_people.sql"),
            scope=scope.roots, as_of=as_of, before=before, after=after, township=township, moved=moved,
            reveal_name="name" in scope.reveal, limit=limit, offset=offset,
        ).df()  # fmt: skip


@contextmanager
def _compared(store: Store, scope: Scope, a: Policy, b: Policy, as_of: date) -> Iterator[duckdb.DuckDBPyConnection]:
    """This thread's cursor with the table `compared`, which only it sees."""
    db = store.cursor()
    try:
        for side, policy in (("side_a", a), ("side_b", b)):
            candidates_of(db, policy, as_of, as_of, engine=DuckEngine())
            run(db, load_sql(__file__, "compare_side.sql").replace("/*side*/", side), as_of=as_of)
            done_with(db)
        run(db, load_sql(__file__, "compare_joined.sql"), scope=scope.roots)
        yield db
    finally:
        for table in TABLES:
            db.execute(f"drop table if exists {table}")
