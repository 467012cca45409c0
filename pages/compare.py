"""Compare: places ranked with what chance does to their rates, side by side, before and after a measure, the days to come. To look at and to take away."""

from __future__ import annotations

import streamlit as st

from core.report import word
from core.report.native_chart import Chart
from pages.ui.compare.choosing import controls, note, subject
from pages.ui.compare.measure import measure
from pages.ui.compare.panels import ahead, side_by_side
from pages.ui.compare.rank import rank
from pages.ui.shared import charts, view_files
from pages.ui.shared.annotations import tell
from pages.ui.shared.controls import Head, context_line, filters
from pages.ui.shared.coverage import coverage_of
from pages.ui.shared.map_view import note_width
from pages.ui.shared.session import language, require, say, store

VIEWS = {"rank": rank, "panels": side_by_side, "measure": measure, "ahead": ahead}
user = require("trends.read")
head = Head()
chosen = filters(store(), user.scope, head)
with head.title:
    st.title(say("page.compare"))
    context_line(
        chosen, coverage=coverage_of(store(), user, grid=chosen.grid_id, since=chosen.since, until=chosen.until)
    )
if chosen.grid is None:
    st.info(say("overview.empty"), icon=":material/inbox:")
    st.stop()
choice = controls(user, chosen)
shown = VIEWS[choice.view](user, chosen, choice)
sentence = word(language(), shown.finding)
if shown.figure is None:
    st.info(shown.none or say("overview.no_days"), icon=":material/event_busy:")
    st.stop()
charts.heading(sentence, note(shown, choice))
charts.show(shown.figure, key="compare", alt=sentence)
tell(list(shown.marks))
if user.may("trends.export"):
    with st.container(horizontal=True, vertical_alignment="center", key="compare_downloads"):
        drawn = Chart(sentence, shown.chart, first=shown.first) if shown.chart else None
        view_files.downloads(
            shown, user, chosen, chart="compare", subject=subject(choice), way=choice.view, sentence=sentence, note=note(shown, choice), drawn=drawn
        )  # fmt: skip
    # The table can be saved from its own tool bar, so it is shown to those who may export.
    with st.expander(say("trends.table"), icon=":material/table:"):
        view_files.table(shown, key="compare_table")
    view_files.on_paper(shown, key="compare_table")
note_width()
