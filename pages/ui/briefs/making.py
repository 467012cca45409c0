"""The two blanks that people fill, and the click that makes a version."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from core.brief import Brief, brief_of, find_brief, keep
from core.brief.content import SLOTS
from core.brief.kept import LONGEST
from core.desk import desk
from core.domain import User
from core.errors import UserError
from core.store import Store
from core.wall import board
from pages.ui.shared import charts
from pages.ui.shared.controls import Filter
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused, tell


def making(store: Store, user: User, chosen: Filter, at: datetime, now: datetime) -> None:
    found = board(store, user.scope, chosen.grid, at=at) if chosen.grid else None
    if found is None:
        st.info(say("brief.no_data"))
        return
    slots = {
        code: st.text_area(say(f"brief.part.{code}"), key=f"brief_{code}", max_chars=LONGEST, height=90)
        for code in SLOTS
    }
    wider = st.checkbox(say("briefs.wider"), key="brief_wider")
    made = brief_of(language(), found, office=desk(store.settings, language()).name, slots=slots, wider=wider)
    if st.button(say("briefs.make"), type="primary", icon=":material/description:", key="brief_make"):
        try:
            number = keep(store, user, made, grid=chosen.grid_id, now=now)
        except UserError as error:
            refused(error)
            return
        tell("briefs", say("briefs.made", version=find_brief(store, user.scope, number).version))
        st.rerun()
    with st.expander(say("briefs.preview")):
        _preview(made)


def _preview(brief: Brief) -> None:
    st.markdown(f"### {charts.escape(brief.title)}\n{charts.escape(brief.period)}")
    for section in brief.sections:
        st.markdown(f"**{charts.escape(section.heading)}**")
        for words in section.paragraphs:
            st.markdown(charts.escape(words))
        if section.table:
            heads = " | ".join(charts.escape(h) for h in section.table.heads)
            rows = "\n".join("| " + " | ".join(charts.escape(c) for c in row) + " |" for row in section.table.rows)
            st.markdown(f"| {heads} |\n|{'---|' * len(section.table.heads)}\n{rows}")
