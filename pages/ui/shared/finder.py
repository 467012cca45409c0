"""Filters and pages of a list, kept in the address: a search box, choices, the way to the next page."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from pages.ui.shared.controls import go_to
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import say

ANY = ""
LENGTH = 60  # characters of a search


def row(room: str, names: Collection[str]) -> st.delta_generator.DeltaGenerator:
    """Where the filters stand: beside one another, on a phone folded into one line that says how many of `names` are set."""
    if wide():
        return st.container(horizontal=True, vertical_alignment="bottom", key=f"{room}_filters")
    count = sum(bool(st.query_params.get(name)) for name in names)
    return st.popover(
        say("finder.fold", count=count) if count else say("finder.fold_none"),
        icon=":material/filter_list:",
        width="stretch",
        key=f"{room}_filters",
    )


def text_box(room: str, *, label: str, hint: str, tip: str | None = None) -> str:
    """What is searched for (`q` in the address)."""
    key = f"{room}_q"
    st.session_state[key] = text = st.query_params.get("q", "")[:LENGTH]
    st.text_input(
        label,
        key=key,
        placeholder=hint,
        help=tip,
        max_chars=LENGTH,
        icon=":material/search:",
        width=270,
        on_change=lambda: go_to(q=st.session_state[key].strip() or None, page=None),
    )
    return text.strip()


def pick(room: str, name: str, label: str, options: dict[str, str], *, none: str, width: int = 150) -> str | None:
    """A choice among codes (`name` in the address), or none. A code from the address that is no option counts as none."""
    key = f"{room}_{name}"
    code = st.query_params.get(name, ANY)
    st.session_state[key] = code = code if code in options else ANY
    st.selectbox(
        label,
        [ANY, *options],
        format_func=lambda c: options.get(c, none),
        key=key,
        width=width,
        on_change=lambda: go_to(**{name: st.session_state[key] or None, "page": None}),
    )
    return code or None


def number(name: str) -> int | None:
    """A whole number from the address."""
    value = st.query_params.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


def page_of(most: int) -> int:
    """The page of the list, from 1 to `most`."""
    return min(max(number("page") or 1, 1), most)


def pager(room: str, words: str, *, page: int, pages: int) -> None:
    """The line above a list, with the way to the pages before and after."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"{room}_pager"):
        st.markdown(words, width="stretch")
        if pages > 1:
            _turn(room, "previous", page - 1, disabled=page <= 1)
            _turn(room, "next", page + 1, disabled=page >= pages)


def reset(room: str, *names: str) -> None:
    """A button that takes these filters out of the address."""
    cleared = dict.fromkeys((*names, "page"))
    st.button(say(f"{room}.reset"), icon=":material/close:", key=f"{room}_reset", on_click=lambda: go_to(**cleared))


def _turn(room: str, name: str, page: int, *, disabled: bool) -> None:
    st.button(say(f"{room}.{name}"), key=f"{room}_{name}", disabled=disabled, on_click=lambda: go_to(page=page))
