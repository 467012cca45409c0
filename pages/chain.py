"""The chain of responsibility: who answers for every grid now and where it is broken; the rota; a drill."""

from __future__ import annotations

import streamlit as st

from core.act import moment
from pages.ui.chain.drill import answer_own, drill_view
from pages.ui.chain.grids import grids_view
from pages.ui.chain.rota import rota_view
from pages.ui.shared.controls import Head, filters, go_to
from pages.ui.shared.map_view import note_width
from pages.ui.shared.moment import when
from pages.ui.shared.session import require, say, store

VIEWS = ("chain", "rota", "drill")

user = require("chain.read")
data = store()
head = Head()
chosen = filters(data, user.scope, head, period=False)
at = moment(data)
with head.title:
    st.title(say("page.chain"))
    when(at)
answer_own(data, user, at)
view = st.query_params.get("view", VIEWS[0])
st.session_state["chain_view"] = view = view if view in VIEWS else VIEWS[0]
st.segmented_control(
    say("chain.views"), VIEWS, format_func=lambda v: say(f"chain.view.{v}"), key="chain_view", label_visibility="collapsed",
    on_change=lambda: go_to(view=st.session_state["chain_view"]), required=True,
)  # fmt: skip
{"chain": grids_view, "rota": rota_view, "drill": drill_view}[view](data, user, chosen, at)
note_width()
