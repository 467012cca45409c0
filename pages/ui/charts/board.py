"""Boards: one's own to choose from, and one of them, or one that a link opens, drawn from today's data within the reader's scope."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from core.charts.boards import Pinned, boards_of, charts_on, delete_board, open_board, open_to_others, unpin
from core.domain import User
from core.errors import UserError
from core.store import Store
from pages.ui.charts.card import files, shown
from pages.ui.charts.making import last_day, names
from pages.ui.shared import charts
from pages.ui.shared.session import language, say


def boards(store: Store, user: User) -> None:
    own = boards_of(store, user)
    if own.empty:
        st.info(say("charts.no_boards"), icon=":material/dashboard:")
        return
    named = {int(b.board_id): b.name for b in own.itertuples()}
    chosen = st.selectbox(say("charts.boards"), list(named), format_func=named.get, key="charts_board")
    one_board(store, user, board_id=chosen)


def one_board(store: Store, user: User, *, board_id: int | None = None, link: str | None = None) -> None:
    try:
        number, name, own = open_board(store, user, board_id=board_id, link=link)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.subheader(charts.escape(name))
    if not own:
        st.caption(say("charts.others_board"))
    found = charts_on(store, user, number, today=last_day(store), lang=language(), places=names(store))
    if not found:
        st.info(say("charts.board_empty"), icon=":material/dashboard:")
    if any(each.chart for each in found):
        files(f"board_{number}", lambda: [(e.chart, e.source) for e in found if e.chart and not e.why_not])
    columns = st.columns(2)
    for place, each in enumerate(found):
        with columns[place % 2].container(border=True, key=f"pinned_{each.chart_id}"):
            _one(store, user, number, each, own)
    if own:
        _acts(store, user, number)


def _one(store: Store, user: User, board: int, each: Pinned, own: bool) -> None:
    if each.why_not:
        st.info(say(f"charts.why_not.{each.why_not}"))
    else:
        shown(each.chart, f"pinned_{each.chart_id}", each.source)
    if own and st.button(say("charts.unpin"), key=f"unpin_{each.chart_id}", icon=":material/keep_off:", type="tertiary"):  # fmt: skip
        unpin(store, user, board, each.chart_id)
        st.rerun()


def _acts(store: Store, user: User, number: int) -> None:
    link = boards_of(store, user).set_index("board_id").link.get(number)
    with st.container(border=True, key=f"board_acts_{number}"):
        st.caption(say("charts.link_note"))
        if isinstance(link, str):
            own = urlsplit(st.context.url or "")
            base = f"{own.scheme}://{own.netloc}" if own.netloc else ""
            st.code(f"{base}/charts?board={link}", language=None)
        with st.container(horizontal=True):
            word = "charts.close" if isinstance(link, str) else "charts.open"
            if st.button(say(word), key=f"board_link_{number}", icon=":material/link:"):
                open_to_others(store, user, number, opened=not isinstance(link, str))
                st.rerun()
            with st.popover(say("charts.delete_board"), icon=":material/delete:"):
                st.write(say("charts.delete_sure"))
                if st.button(say("charts.delete_board"), type="primary", key=f"board_delete_{number}"):
                    delete_board(store, user, number)
                    st.rerun()
