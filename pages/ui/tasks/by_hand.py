"""A task by hand, and what is listed handed to another."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import streamlit as st

from core.act import AWAITED, KINDS, Asked, add_task, give, tasks
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.registry.person import person as one
from core.store import Store
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.days import ask_day
from pages.ui.shared.finder import number
from pages.ui.shared.posts import pick_post, post_names
from pages.ui.shared.session import place, say
from pages.ui.tasks.listing import Wanted

TOLD = "tasks_told"
MOST = 5000
TICK = "tick"


def told() -> None:
    words = st.session_state.pop(TOLD, None)
    if words:
        st.success(words, icon=":material/task_alt:")


def new_task(store: Store, user: User, chosen: Filter, at: datetime) -> None:
    """About a person or an alert where the address names one (`about`, `alert`), else about the chosen grid."""
    if not user.may("tasks.handle") or chosen.grid is None:
        return
    person, alert = number("about"), number("alert")
    with st.expander(say("tasks.new"), icon=":material/add_task:", expanded=bool(person or alert)):
        found = one(store, user.scope, person_id=person, as_of=at.date()) if person else None
        where = (
            say("tasks.new_about", name=found.name) if found else say("tasks.new_where", grid=place(chosen.grid.name))
        )
        st.caption(where)
        left, right = st.columns([2, 3])
        kind = left.selectbox(say("tasks.new_kind"), KINDS, format_func=lambda k: say(f"task_kind.{k}"), key="new_kind")
        title = right.text_input(say("tasks.new_title"), key="new_title", max_chars=120)
        owner = pick_post(
            say("tasks.new_owner"),
            post_names(store, user.scope, chosen.grid_id, at),
            key="new_owner",
            none=say("tasks.new_nearest"),
        )
        a, b, c = st.columns([3, 2, 3])
        day = ask_day(say("tasks.new_day"), at.date() + timedelta(days=1), where=a, key="new_day", format="YYYY-MM-DD")
        hour = b.time_input(say("tasks.new_hour"), time(18), key="new_hour")
        ways = (TICK, *AWAITED) if person else (TICK,)
        awaits = c.selectbox(say("tasks.new_awaits"), ways, format_func=_way, key="new_awaits", disabled=not person)
        d, e = st.columns(2)
        every = d.number_input(say("tasks.new_every"), 0, 365, 0, key="new_every")
        until = ask_day(
            say("tasks.new_until"),
            at.date() + timedelta(days=14),
            where=e,
            key="new_until",
            format="YYYY-MM-DD",
            disabled=not every,
        )
        ready = day is not None and not (every and until is None)
        if st.button(say("tasks.new_do"), type="primary", key="new_do", disabled=not ready):
            asked = Asked(
                kind, datetime.combine(day, hour), title or None, person, None if person else chosen.grid_id, owner,
                None if awaits == TICK else awaits, int(every) or None, until if every else None, alert,
            )  # fmt: skip
            _add(store, user, asked, at)


def _way(way: str) -> str:
    return say("tasks.new_tick") if way == TICK else say(f"task_how.{way}")


def _add(store: Store, user: User, asked: Asked, at: datetime) -> None:
    try:
        add_task(store, user.scope, asked, actor=user.login, at=at)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.session_state[TOLD] = say("tasks.new_done")
    go_to(about=None, alert=None)
    st.rerun()


def hand_on(store: Store, user: User, choice: Wanted, chosen: Filter, at: datetime, total: int) -> None:
    """All that the filters leave, to a duty, or back to whom the chain says."""
    if not user.may("tasks.handle") or chosen.grid is None or not total:
        return
    count = min(total, MOST)
    with st.expander(say("tasks.give"), icon=":material/forward:"):
        st.markdown(say("tasks.give_note", count=format.exact(count)))
        to = pick_post(
            say("tasks.give_to"),
            post_names(store, user.scope, chosen.grid_id, at),
            key="give_to",
            none=say("tasks.give_back"),
        )
        st.caption(say("tasks.give_away"))
        if st.button(say("tasks.give_do", count=format.exact(count)), key="give_do"):
            found = tasks(store, user.scope, at=at, limit=MOST, **choice.conditions)
            try:
                done = give(store, user.scope, [int(n) for n in found.task_id], to, actor=user.login, at=at)
            except UserError as error:
                st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
                return
            st.session_state[TOLD] = say("tasks.given", count=format.exact(done))
            st.rerun()
