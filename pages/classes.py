"""Classes: who entered, left and moved; each class with its card and its towns; the ladder of the grid's grade."""

from __future__ import annotations

import streamlit as st

from core.report import word
from pages.ui.classes import card, flow, ladder, today, towns
from pages.ui.classes.choice import BLOCK_PART, choose
from pages.ui.classes.nobody import say_of_whom_nothing_is_known
from pages.ui.classes.read import days_of, today_of
from pages.ui.shared.controls import Head, context_line, filters
from pages.ui.shared.coverage import coverage_of
from pages.ui.shared.map_view import note_width
from pages.ui.shared.session import language, require, say, store

user = require("classes.read")
head = Head()
chosen = filters(store(), user.scope, head)
with head.title:
    st.title(say("page.classes"))
    context_line(
        chosen, coverage=coverage_of(store(), user, grid=chosen.grid_id, since=chosen.since, until=chosen.until)
    )
if chosen.grid is None:
    st.info(say("overview.empty"), icon=":material/inbox:")
    if user.may("imports.read"):
        st.page_link("imports.py", label=say("overview.go_imports"), icon=":material/upload_file:")
    st.stop()
of_block = chosen.grid.axis == "block"
days = days_of(user, chosen)
if not of_block and days.counts.empty:
    st.info(say("classes.no_days"), icon=":material/event_busy:")
    if user.may("imports.read"):
        st.page_link("imports.py", label=say("overview.go_imports"), icon=":material/upload_file:")
    st.stop()
counts = today_of(user, chosen)
if not of_block:
    st.html(today.lead_html([word(language(), finding) for finding in days.findings]))
    say_of_whom_nothing_is_known(user, chosen, counts)
choice = choose(of_block=of_block)
if choice.part == BLOCK_PART:
    ladder.draw(user, chosen)
else:
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.html(today.classes_html(user, counts, days, choice))
    if choice.part == "flow":
        with right:
            flow.areas_of(user, chosen, days)
        flow.flows_of(user, chosen, days)
    else:
        with left:
            card.draw(user, chosen, choice, counts)
        with right:
            row = counts[counts["class"] == choice.code].iloc[0]
            towns.draw(user, chosen, choice, int(row.held - row.people))
note_width()
