"""Grids in which nobody answers for what is asked of them."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.i18n import format
from pages.ui.shared.links import href
from pages.ui.shared.session import place, say

FIRST = 12


def vacant(nobody: pd.DataFrame) -> None:
    """`nobody`: core.act.gaps. Each says to whom its tasks go instead."""
    if nobody.empty:
        return
    st.html(
        f'<div class="gc-heading"><h2>{escape(say("tasks.gaps", count=format.exact(len(nobody))))}</h2>'
        f"<span>{escape(say('tasks.gaps_note'))}</span></div>"
        f'<ul class="gc-first">{"".join(map(_row, nobody.head(FIRST).itertuples()))}</ul>'
    )
    if len(nobody) > FIRST:
        with st.expander(say("tasks.gaps_more", count=len(nobody) - FIRST)):
            st.html(f'<ul class="gc-first">{"".join(map(_row, nobody.iloc[FIRST:].itertuples()))}</ul>')


def _row(row: tuple) -> str:
    above = f" <small>{escape(place(row.above))}</small>" if isinstance(row.above, str) else ""
    goes = say("duty.desk") if row.owner_role == "desk" else place(row.owner_grid)
    why = say("tasks.gap", people=format.exact(row.people), tasks=format.exact(row.tasks), owner=goes)
    link = f'<a class="go" href="{href("tasks", grid=row.code)}"><b>{escape(place(row.name))}</b>{above}</a>'
    return f'<li><div>{link}<span class="gc-why">{escape(why)}</span></div></li>'
