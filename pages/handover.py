"""Hand-over: what is open, what was promised, what changed; signed by who goes and by who comes, kept, printed, taken along."""

from __future__ import annotations

import streamlit as st

from core.handling import handovers
from pages.ui.handover.acting import hand_over, take_over
from pages.ui.handover.sheet import download, sheet
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.printed import print_button
from pages.ui.shared.session import language, place, require, say, store

user = require("anomalies.read")
lang, data = language(), store()
head = Head()
chosen = filters(data, user.scope, head, period=False)
with head.title:
    st.title(say("page.handover"))
found = handovers(data, user.scope)
if user.may("anomalies.handle"):
    hand_over(data, user, grid=chosen.grid_id)
if found.empty:
    st.info(say("handover.none"), icon=":material/assignment_turned_in:")
    st.stop()
names = {
    int(
        row.handover_id
    ): f"{row.handover_id} · {place(row.grid_name) if isinstance(row.grid_name, str) else say('handover.everything')} · {row.made_at:%Y-%m-%d %H:%M}"
    for row in found.itertuples()
}
with st.container(horizontal=True, vertical_alignment="bottom", key="handover_filters"):
    number = st.selectbox(say("handover.which"), names, format_func=names.get, key="handover_number", width=420)
    row = found[found.handover_id == number].iloc[0]
    if user.may("anomalies.handle"):
        take_over(data, user, row)
    download(data, user, lang, row, chosen.today)
    print_button()
sheet(data, user, lang, row, chosen.today)
