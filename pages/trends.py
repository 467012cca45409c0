"""Trends: any indicator by day, weekday, week and grid, compared with before and forecast; the epidemic curve; movement. To look at and to take away."""

from __future__ import annotations

import streamlit as st

from core.report import word
from pages.ui.shared import charts, view_files
from pages.ui.shared.annotations import tell
from pages.ui.shared.controls import Head, context_line, filters
from pages.ui.shared.coverage import coverage_of
from pages.ui.shared.map_view import note_width
from pages.ui.shared.session import language, require, say, store
from pages.ui.trends import trend_export
from pages.ui.trends.epidemic import epidemic
from pages.ui.trends.series import controls
from pages.ui.trends.travel import below, travel
from pages.ui.trends.trend_views import view

VIEWS = {"figures": view, "cases": epidemic, "travel": travel}
user = require("trends.read")
head = Head()
chosen = filters(store(), user.scope, head)
with head.title:
    st.title(say("page.trends"))
    context_line(
        chosen, coverage=coverage_of(store(), user, grid=chosen.grid_id, since=chosen.since, until=chosen.until)
    )
if chosen.grid is None:
    st.info(say("overview.empty"), icon=":material/inbox:")
    if user.may("imports.read"):
        st.page_link("imports.py", label=say("overview.go_imports"), icon=":material/upload_file:")
    st.stop()
choice = controls()
shown = VIEWS[choice.about](user, chosen, choice)
sentence = word(language(), shown.finding)
if shown.figure is None:
    st.info(shown.none or say("overview.no_days"), icon=":material/event_busy:")
    st.stop()
charts.heading(sentence, trend_export.note(shown, choice))
charts.show(shown.figure, key="trend", alt=sentence)
tell(list(shown.marks))
if choice.about == "travel":
    below(shown)
if user.may("trends.export"):
    with st.container(horizontal=True, vertical_alignment="center", key="trend_downloads"):
        trend_export.downloads(shown, user, chosen, choice, sentence)
    # The table can be saved from its own tool bar, so it is shown to those who may export.
    with st.expander(say("trends.table"), icon=":material/table:"):
        view_files.table(shown, key="trend_table")
    view_files.on_paper(shown, key="trend_table")
note_width()
