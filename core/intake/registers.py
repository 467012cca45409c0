"""Grids and merges as every group of scans asks for them: few, and the same for most groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.store import Store
from core.store.kept import until_written


@dataclass(frozen=True)
class Registers:
    """`grids`: grid → closed on, or None; `merged`: person who was merged → the one that is kept."""

    grids: dict[int, date | None]
    merged: dict[int, int]


@until_written(told=True)
def registers(store: Store) -> Registers:
    """As the store stands. Not to be called within `Store.add`, whose transaction began earlier."""
    merged = "select gone_id, max(kept_id) from person_merge where undone_at is null group by gone_id"
    return Registers(
        dict(store.run("select grid_id, closed_on from grid").fetchall()), dict(store.run(merged).fetchall())
    )
