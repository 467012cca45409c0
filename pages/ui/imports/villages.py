"""What becomes of a sheet's rows, village by village."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.i18n import format
from core.ingest.kinds.descriptor import descriptor
from core.ingest.sheet_plan import SheetPlan
from core.workbooks.by_grid import counts_by_grid
from pages.ui.imports.words import height_of
from pages.ui.shared.session import say

COUNTED = 300_000  # rows up to which a sheet is counted at each look
TEXT, NUMBER = 112, 72  # widths of columns


def by_village(sheet: SheetPlan, states: tuple[str, ...], key: str) -> None:
    """A table: township, village, and the number of rows new, changed …; those with most rows kept out come first."""
    if not descriptor(sheet.kind).grid_of_row or sheet.counts["rows"] > COUNTED:
        st.caption(say("imports.by_grid_too_many"))
        return
    found = counts_by_grid(sheet)
    shown = pd.DataFrame(
        {
            say("imports.township"): found["township"].fillna(format.NOTHING),
            say("imports.village"): found["grid"].fillna(say("imports.no_grid")),
        }
    )
    widths = {say("imports.township"): TEXT, say("imports.village"): TEXT}
    for state in states:
        if sheet.counts.get(state):
            shown[say(f"imports.state.{state}")] = found[state].astype(int)
            widths[say(f"imports.state.{state}")] = NUMBER
    st.dataframe(
        shown, hide_index=True, height=height_of(shown), placeholder="", key=f"villages_{key}", width="content",
        column_config={name: st.column_config.Column(width=width) for name, width in widths.items()},
    )  # fmt: skip
