"""Who answers for a person: the nearest first, each with the number that calls them."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from pages.ui.shared.duties import role_name
from pages.ui.shared.phones import call
from pages.ui.shared.session import place, say


def responsible_section(found: pd.DataFrame) -> None:
    """`found` is what `core.registry.person.responsible` returns."""
    st.markdown(f"**{say('person.responsible')}**")
    if found.empty:
        st.caption(say("person.no_responsible"))
        return
    st.html("".join(_of_grid(name, rows) for (_, name), rows in found.groupby(["grid_id", "grid_name"], sort=False)))


def _of_grid(name: str, duties: pd.DataFrame) -> str:
    lines = "".join(_line(row) for row in duties.to_dict("records"))
    return f'<div style="margin-bottom:8px"><div style="opacity:.65;font-size:13px">{html.escape(place(name))}</div>{lines}</div>'


def _line(row: dict) -> str:
    words = html.escape(
        " · ".join([role_name(row["role"]), *([row["position"]] if isinstance(row["position"], str) else [])])
    )
    number = call(row["phone"]) if isinstance(row["phone"], str) else say("person.no_phone")
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline">'
        f"<b>{html.escape(row['name'])}</b>"
        f'<span style="font-variant-numeric:tabular-nums">{number}</span><span style="opacity:.65">{words}</span></div>'
    )
