"""What is counted of places that are compared: people of a class, outsiders, fevers, cases, open alerts, beside how many live there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.domain import Scope
from core.rollup.series import by_child, daily_by_child
from core.store import Store
from core.trends.cases import cases

SEEN = ("outsiders", "fevers", "residents_seen")  # sums of grid_day that count people
CASES, ALERTS = "cases", "alerts"
# On so many days somebody who is counted once is counted again (None: every day): what the same people tell twice is no second proof.
REPEATED = {"outsiders": None, "residents_seen": None, "fevers": 3}


@dataclass(frozen=True)
class Counted:
    """`places`: grid_id, name, level, count, people; `repeat` and `days` as `core.trends.rates.rates` takes them."""

    places: pd.DataFrame
    repeat: int
    days: int


def counted(
    store: Store, scope: Scope, *, grid: int, what: str, codes: tuple[str, ...] = (), since: date, until: date, as_of: date, level: str | None = None
) -> Counted:  # fmt: skip
    """Of the places next below a grid, or of a `level` below it. `what`: one of SEEN, CASES (by day of report, or of onset), ALERTS (open now), else `codes`:
    classes, on the last day classified. Those that nobody lives in are left out. `as_of`: the day that decides whose cases are seen."""
    where = {"grid": grid, "since": since, "until": until, "level": level}
    table = by_child(store, scope, **where)
    days = (until - since).days + 1
    if what in SEEN:
        by_day = daily_by_child(store, scope, **where)
        # A day without data is like the others, not like none.
        count = by_day.groupby("grid_id")[what].mean() * days
        repeat = min(REPEATED[what] or days, days)
        return Counted(_of(table, table.grid_id.map(count)), repeat, days)
    if what == CASES:
        found = cases(store, scope, grid=grid, until=until, as_of=as_of, level=level).counts
        day = pd.to_datetime(found.reported_on).fillna(pd.to_datetime(found.onset_on))
        shown = found[(day >= pd.Timestamp(since)) & (day <= pd.Timestamp(until))]
        return Counted(_of(table, table.grid_id.map(shown.groupby("child_id").cases.sum()).fillna(0)), 1, 1)
    count = table[ALERTS] if what == ALERTS else table[[c for c in codes if c in table]].sum(axis=1)
    return Counted(_of(table, count), 1, 1)


def _of(table: pd.DataFrame, count: pd.Series) -> pd.DataFrame:
    found = table[["grid_id", "code", "name", "level", "people"]].assign(count=pd.to_numeric(count).astype(float))
    return found[found.people > 0].reset_index(drop=True)
