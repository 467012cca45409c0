"""What an account may see beyond its scope just now. The rest of it is in `wider`, which needs users."""

from __future__ import annotations

from datetime import datetime

from core.store import Store
from core.store.kept import until_written


def wider_grids(store: Store, account_id: int, *, now: datetime) -> list[int]:
    """The roots of its wider looks that have neither ended nor run out."""
    return sorted({grid for grid, begun, until in _looks(store, account_id) if begun <= now < until})


@until_written(shown=False)
def _looks(store: Store, account_id: int) -> list[tuple[int, datetime, datetime]]:
    return store.run(
        "select grid_id, begun_at, until_at from wider_look where account_id = $id and ended_at is null", id=account_id
    ).fetchall()
