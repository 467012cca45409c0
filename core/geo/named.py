"""Names of a table's column → squares by compass, where they are the places below one grid."""

from __future__ import annotations

from core.domain import Scope
from core.geo.compass import squares_by_compass
from core.store import Store, load_sql

FEWEST, MOST = 4, 60  # places that make a map
KNOWN = 0.8  # part of the names that must be such places


def cells_of(store: Store, scope: Scope, *, names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Name → (row, column) of the places below the one grid that has most of them; empty where they are too few, or too many of the names are none of them."""
    wanted = list(dict.fromkeys(names))
    found = store.df(load_sql(__file__, "named.sql"), scope=scope.roots, names=wanted)
    if found.empty:
        return {}
    own = (
        found[found.parent_id == found.groupby("parent_id").size().idxmax()] if found.parent_id.notna().any() else found
    )
    if own.name.duplicated().any() or not max(FEWEST, KNOWN * len(wanted)) <= len(own) <= MOST:
        return {}
    cells = squares_by_compass(own[["grid_id", "lon", "lat"]])
    return {row.name: cells[row.grid_id] for row in own.itertuples(index=False)}
