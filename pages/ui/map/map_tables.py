"""Below the map: the grids one level down, or a section's households. A row leads on, for those who do without the map."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.domain import User
from core.registry.grids import Grid
from pages.ui.map.map_controls import COLOURS, Look
from pages.ui.shared import palette
from pages.ui.shared.controls import go_to
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import language, place, say
from pages.ui.shared.tables import Column, table


def breadcrumbs(path: list[Grid]) -> None:
    """From the top of the scope down to here; each name leads there."""
    if len(path) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content", key="breadcrumbs"):
        for i, grid in enumerate(path):
            if i:
                st.markdown("›", width="content")
            here = i == len(path) - 1
            st.button(
                place(grid.name),
                key=f"crumb_{grid.grid_id}",
                type="tertiary",
                disabled=here,
                on_click=go_to,
                kwargs={"grid": grid.code},
            )


def children_table(children: pd.DataFrame, look: Look, *, key: str) -> str | None:
    """The children with their figures; the code of the row that was chosen."""
    classes = palette.class_names(language())
    columns = [
        Column("name", "map.table.name", "place", width=150, pinned=True),
        Column("severe", "indicator.severe", "number"),
        *(Column(c, f"indicator.{c}", "percent" if c == "coverage" else "number") for c in COLOURS if c != "grade"),
        Column("grade", "indicator.grade", "code", words="grade."),
    ]
    # The indicator on the map stands first.
    columns.sort(key=lambda c: 0 if c.name in ("name", "severe") else 1 if c.name == look.colour else 2)
    if look.colour in classes:
        children = children.rename(columns={look.colour: "of_class"})
        st.caption(say("map.table.class", name=classes[look.colour]))
        columns.insert(1, Column("of_class", "map.table.of_class", "number"))
    row = table(children, columns, key=key, select="code", rows=10 if wide() else 6)
    return None if row is None else str(children.code.iloc[row])


def households_table(found: pd.DataFrame, grid: Grid, user: User) -> None:
    """The households of a section; a row leads to their people."""
    columns = [
        Column("code", "map.household.code", pinned=True),
        Column("householder", "map.household.householder"),
        Column("address", "map.household.address", width="medium"),
        Column("members", "map.household.members", "number"),
        Column("last_seen", "map.household.last_seen", "date"),
    ]
    leads_on = user.may("people.read")
    st.markdown("##### " + say("map.household.title", count=int(found.total.iloc[0]) if len(found) else 0))
    if len(found):
        st.caption(say("map.household.hint" if leads_on else "map.household.plain"))
    row = table(
        found, columns, key=f"households_{grid.code}", select="household_id" if leads_on else None, rows=12,
        empty="map.household.none", mend=("imports.py", "page.imports") if user.may("imports.read") else None,
    )  # fmt: skip
    if row is not None:
        household = int(found.household_id.iloc[row])
        st.switch_page("people.py", query_params={"grid": grid.code, "household": str(household)})
