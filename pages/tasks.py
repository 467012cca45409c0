"""Tasks: what has to be done today, the most urgent first; how far measures are kept, and where; grids in which nobody answers."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from core.act import compliance, gaps, moment
from core.policy.running import running
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.map_view import note_width
from pages.ui.shared.measures_table import measures_table
from pages.ui.shared.moment import when
from pages.ui.shared.session import require, say, store
from pages.ui.tasks.by_hand import hand_on, new_task, told
from pages.ui.tasks.done import by_day, by_measure, by_place
from pages.ui.tasks.export import task_export
from pages.ui.tasks.handing import coming_back, handing
from pages.ui.tasks.listing import listing, wanted
from pages.ui.tasks.situation import doable, sentence
from pages.ui.tasks.vacant import vacant
from pages.ui.tasks.walk import walk, walked, ways

DAYS = 7

user = require("tasks.read")
data = store()
head = Head()
chosen = filters(data, user.scope, head, period=False)
at = moment(data)
with head.title:
    st.title(say("page.tasks"))
    when(at)
told()
post = walked(data, user.scope)
if post is not None:
    walk(data, user, post, at)
    note_width()
    st.stop()
kept = read(
    compliance, data, user.scope, grid=chosen.grid_id, since=at.date() - timedelta(days=DAYS - 1), until=at.date()
)
today = kept[kept.day == at.date()]
minute = at.replace(second=0)
nobody = read(gaps, data, user.scope, grid=chosen.grid_id, at=minute)
sentence(today, doable(data, user.scope, grid=chosen.grid_id, at=at), nobody)
left, right = st.columns([11, 9], gap="large")
with left:
    coming_back(data, user, at)
    choice = wanted(data, user.scope, chosen, at)
    ways(data, user, choice, chosen, at)
    total, listed = listing(data, user, choice, at)
    handing(data, user, listed, at)
    task_export(data, user, choice, at)
    new_task(data, user, chosen, at)
    hand_on(data, user, choice, chosen, at, total)
with right:
    by_place(today)
    by_measure(today)
    by_day(kept, at.date())
    vacant(nobody)
with st.expander(say("tasks.matrix"), icon=":material/grid_on:"):
    measures_table(running(store()))
note_width()
