"""Charts that make themselves: of a list or of any table that is dropped here; boards that keep them."""

from __future__ import annotations

import streamlit as st

from pages.ui.charts.board import boards, one_board
from pages.ui.charts.making import making
from pages.ui.shared.controls import Head
from pages.ui.shared.map_view import note_width
from pages.ui.shared.session import require, say, store

user = require("charts.read")
head = Head()
with head.title:
    st.title(say("page.charts"))
if link := st.query_params.get("board"):
    one_board(store(), user, link=link)
else:
    ways = {"make": say("charts.make"), "boards": say("charts.boards")}
    way = st.segmented_control(
        say("page.charts"), list(ways), format_func=ways.get, default="make", key="charts_way", label_visibility="collapsed"
    )  # fmt: skip
    if way == "boards":
        boards(store(), user)
    else:
        making(store(), user)
note_width()
