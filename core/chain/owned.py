"""Who has what keeps no owner of its own: clues, applications to leave, work orders, papers that nobody signed for yet. Read from the chain each time, so that the rota, an illness and a vacancy count at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from core.chain.now import responsible_now
from core.domain import EVERYTHING, Scope
from core.store import Store

COLUMNS = ("owner_grid_id", "owner_grid", "owner_role", "owner_name", "owner_phone")
ROOT = "select coalesce(min(grid_id) filter (where level = 'county'), min(grid_id) filter (where parent_id is null)) from grid where axis = 'area' and closed_on is null"


def with_owners(
    store: Store, scope: Scope, found: pd.DataFrame, starts: pd.Series, *, open: pd.Series, at: datetime, span: timedelta | None = None
) -> pd.DataFrame:  # fmt: skip
    """`found` and who has each row: owner_grid_id, owner_grid, owner_role, owner_name (missing: a desk without a rota), owner_phone (masked unless work_phone is revealed); all missing where it is not `open`.

    `starts`: the grid that is asked (missing: nobody knows where; the county's desk has it). With `span` what is late (due_at) has gone one step further, and one more after each of it, up to the county's desk. Who has what one sees is
    no secret, whosever grid it is."""
    if found.empty:
        return found.assign(**{name: pd.Series(dtype=object) for name in COLUMNS})
    root = store.value(ROOT)
    asked = sorted({int(n) for n in starts[open].dropna()} | ({int(root)} if root is not None else set()))
    steps = responsible_now(store, Scope((EVERYTHING,), scope.reveal), asked, at=at)
    chains = {grid: list(rows.itertuples()) for grid, rows in steps.sort_values("step").groupby("grid_id")}
    up = [0] * len(found) if span is None else [_up(due, at, span) for due in found["due_at"]]
    rows = [
        _owner(chains, root, start, steps_up) if on else None
        for start, on, steps_up in zip(starts, open, up, strict=True)
    ]
    told = {name: [None if row is None else _text(row, name) for row in rows] for name in COLUMNS}
    return found.assign(**{name: pd.Series(values, index=found.index, dtype=object) for name, values in told.items()})


def _up(due: object, at: datetime, span: timedelta) -> int:
    """Steps up the chain that its time has cost."""
    if pd.isna(due) or pd.Timestamp(due) > pd.Timestamp(at):
        return 0
    return 1 + int((pd.Timestamp(at) - pd.Timestamp(due)) / span)


def _owner(chains: dict[int, list], root: int | None, start: object, up: int) -> tuple | None:
    chain = None if pd.isna(start) else chains.get(int(start))
    if chain is None:  # nobody knows where it lies: the last of the county's chain is its desk
        return chains[root][-1] if root in chains else None
    return chain[min(up, len(chain) - 1)]


def _text(row: tuple, name: str) -> object:
    value = getattr(row, {"owner_name": "name", "owner_phone": "phone"}.get(name, name))
    return None if pd.isna(value) else value
