"""How wider looks are listed, to whoever looks and to whoever reviews."""

from __future__ import annotations

import pandas as pd

from pages.ui.shared.tables import Column

COLUMNS = (
    Column("grid_name", "wider.grid", "place", 150),
    Column("reason", "wider.reason", width=260),
    Column("begun_at", "wider.begun_at", "moment", 120),
    Column("until_at", "wider.until_at", "moment", 120),
    Column("state", "wider.state", "code", 100, words="wider.state_of."),
    Column("remark", "wider.remark", width=200),
)


def with_state(known: pd.DataFrame) -> pd.DataFrame:
    """`state`: open, waiting, or the verdict."""
    state = known.verdict.where(known.verdict.notna(), known.open.map({True: "open", False: "waiting"}))
    return known.assign(state=state)
