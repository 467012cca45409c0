"""What happened meanwhile: events that an axis of days is marked with."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.policy.calendar import festivals
from core.store import Store, load_sql
from core.store.kept import of_told

KINDS = ("holiday", "policy", "emergency", "emergency_end", "risk", "grids", "import")
COLUMNS = ["kind", "day", "until", "name", "detail", "number"]


@of_told
def marks(store: Store, scope: Scope, *, grid: int = EVERYTHING, since: date, until: date) -> pd.DataFrame:
    """One row per event that begins on a day of the period, of the grid or around it: kind (KINDS), day, until (None: none told), name (of a holiday its
    code), detail (of a policy and an emergency its pack, PACK@EDITION where nothing of an edition was changed; of a risk area its level, of a change of grids its kind), number (of files that came in); by day."""
    found = store.df(load_sql(__file__, "marks.sql"), scope=scope.roots, grid=grid, since=since, until=until)
    days_off = [("holiday", first, last, code, None, None) for code, first, last in festivals(since, until)]
    rows = [*days_off, *found[COLUMNS].itertuples(index=False, name=None)]
    rows = [tuple(None if pd.isna(v) else v for v in row) for row in rows]
    table = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    table["day"] = [pd.Timestamp(d).date() for d in table.day]
    table["until"] = pd.Series([d and pd.Timestamp(d).date() for d in table.until], dtype=object)
    return table.sort_values(["day", "kind"], kind="stable").reset_index(drop=True)
