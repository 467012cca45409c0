"""A change is tried, carried out or taken back, and what came of it is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.follow import follow
from core.grid_changes import Done, Wish, carry_out, undo_change
from core.i18n import format
from core.store import Store
from pages.ui.shared.session import language, place, say

TOLD = "grid_change_told"


def told() -> None:
    """What the last act came to, once."""
    words = st.session_state.pop(TOLD, None)
    if words:
        st.success(words, icon=":material/check:")
        # what was carried out is not asked for once more: a merged grid may have the code of one that went into it
        st.session_state.update({"change_sources": [], "change_source": None, "change_note": ""})


def sentence(done: Done, *, tried: bool) -> str:
    count = format.exact
    return say(
        f"grid_change.{'would' if tried else 'done'}.{done.act}",
        sources=say("list.items").join(place(s.name) for s in done.sources), target=place(done.target.name), people=count(done.people),
        households=count(done.households), sections=count(done.sections), units=count(done.units), alerts=count(done.alerts),
        tasks=count(done.tasks), number=done.change_id,
    )  # fmt: skip


def besides(done: Done) -> list[str]:
    """What else whoever decides wants to know before."""
    lines = []
    if done.check_ins:
        days = {
            name: format.dated(language(), day, today=date.min)
            for name, day in (("first", done.first_day), ("last", done.last_day))
        }
        lines.append(
            say(
                "grid_change.history_days",
                check_ins=format.number(language(), done.check_ins),
                target=place(done.target.name),
                **days,
            )
        )
    if done.duties:
        lines.append(say("grid_change.duties", duties=done.duties))
    if done.accounts:
        lines.append(say("grid_change.accounts", logins=say("list.items").join(done.accounts)))
    return lines


def do(store: Store, user: User, wish: Wish) -> None:
    def act() -> str:
        return sentence(carry_out(store, user.scope, wish, actor=user.login, now=clock.now()), tried=False)

    acted(store, user, act)


def undo(store: Store, user: User, number: int) -> None:
    def act() -> str:
        rows = undo_change(store, user.scope, number, actor=user.login, now=clock.now())
        return say("grid_change.taken_back", number=number, rows=format.exact(rows))

    acted(store, user, act)


def acted(store: Store, user: User, act: Callable[[], str]) -> None:
    try:
        with st.spinner(say("risk.working")):
            words = act()
            follow(store, actor=user.login)
    except UserError as error:
        refused(error)
        return
    st.session_state[TOLD] = words
    st.rerun()


def refused(error: UserError) -> None:
    st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
