"""Who has a clue, an application or a work order now, as rows of core.chain.with_owners tell it."""

from __future__ import annotations

import pandas as pd

from pages.ui.shared.duties import role_name
from pages.ui.shared.session import place


def owner(row: object) -> str | None:
    """The grid, the duty there and who holds it; None: it is over."""
    if not isinstance(row.owner_role, str):
        return None
    name = row.owner_name if isinstance(row.owner_name, str) else ""
    return " ".join(part for part in (place(row.owner_grid), role_name(row.owner_role), name) if part)


def owners(rows: pd.DataFrame) -> pd.Series:
    """None, and no other nothing, of what is over."""
    return pd.Series([owner(row) for row in rows.itertuples()], index=rows.index, dtype=object)
