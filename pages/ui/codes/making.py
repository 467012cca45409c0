"""New codes: for the grid chosen and what lies in it, or one for a screen."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.codes import KINDS, LEVELS, grids_below, make_codes
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.session import say

USUAL = ("village", "unit")


def making(store: Store, user: User, chosen: Filter) -> None:
    if chosen.grid is None:
        return
    with st.expander(say("codes.make"), icon=":material/qr_code_2_add:", expanded=False):
        kind = st.segmented_control(
            say("codes.make_kind"), KINDS, format_func=lambda k: say(f"codes.kind.{k}"), default=KINDS[0], key="code_kind"
        )  # fmt: skip
        levels = st.pills(
            say("codes.make_levels"), LEVELS, selection_mode="multi", format_func=lambda c: say(f"codes.level.{c}"),
            default=list(USUAL) if kind == "fixed" else [], key=f"code_levels_{kind}",
        )  # fmt: skip
        itself = st.checkbox(say("codes.make_itself"), value=True, key="code_itself")
        label = st.text_input(say("codes.make_label"), max_chars=30, key="code_label")
        again = st.checkbox(say("codes.make_again"), key="code_again")
        found = read(_wanted, store, user.scope, grid=chosen.grid_id, levels=tuple(levels or ()), itself=itself)
        words = say("codes.make_go", count=format.exact(len(found)))
        if st.button(words, type="primary", disabled=not found, key="code_make") and kind:
            _make(store, user, found, kind, label, again)


def _wanted(store: Store, scope: object, *, grid: int, levels: tuple[str, ...], itself: bool) -> list[int]:
    found = grids_below(store, scope, grid, levels, itself=itself)
    return found if itself else [number for number in found if number != grid]


def _make(store: Store, user: User, grids: list[int], kind: str, label: str, again: bool) -> None:
    try:
        made = make_codes(
            store, user.scope, grids=grids, kind=kind, label=label, again=again, actor=user.login, now=clock.now()
        )
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    st.toast(say("codes.made", count=format.exact(len(made))))
    st.rerun()
