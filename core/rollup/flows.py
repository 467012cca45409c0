"""Reads of flow_day: who of one place was seen in another."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.rollup.children import children
from core.store import Store, load_sql


def flows(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, since: date, until: date, limit: int = 200
) -> pd.DataFrame:
    """One row per pair of places with people who live in one and were seen in the other from `since` to `until`, the largest first.

    Columns: from_id, from_name, from_lon, from_lat, to_id, to_name, to_lon, to_lat, people (who came on
    several days counts on each). Places are the children of `grid`
    (townships of the county, villages of a township); what lies outside is its township, or id 0 without a name (“elsewhere”).
    Movement within one place is left out; at least one end is visible.
    """
    return store.df(
        load_sql(__file__, "flows.sql"),
        scope=scope.roots,
        grid=grid,
        children=children(store, scope, grid=grid),
        since=since,
        until=until,
        limit=limit,
    )
