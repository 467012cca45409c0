"""What an account may see beyond its scope just now. The rest of it is in `wider`, which needs users."""

from __future__ import annotations

from datetime import datetime

from core.store import Store


def wider_grids(store: Store, account_id: int, *, now: datetime) -> list[int]:
    """The roots of its wider looks that have neither ended nor run out."""
    rows = store.run(
        "select distinct grid_id from wider_look where account_id = $id and begun_at <= $now and until_at > $now and ended_at is null order by 1",
        id=account_id,
        now=now,
    ).fetchall()
    return [grid for (grid,) in rows]
