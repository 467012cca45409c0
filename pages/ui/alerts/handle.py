"""The buttons of an alert, and of all that are ticked: take, assign, note, close."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import clock
from core.domain import EVERYTHING, User
from core.errors import UserError
from core.handling import CLOSED, OUTCOMES, assign, close, note, take
from core.handling.acts import LONGEST
from core.store import Store
from pages.ui.alerts import acting
from pages.ui.shared.posts import pick_post, post_names
from pages.ui.shared.session import say

OVER = "over"  # it ended by itself: what became of it may still be said
STATUS = {outcome: status for status, outcomes in OUTCOMES.items() for outcome in outcomes}


def actions(store: Store, user: User, alert: pd.Series, listed: list[int]) -> None:
    number, act = int(alert.alert_id), acting.last_act()
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="alert_actions"):
        if act is not None and number in act.alerts:
            acting.said(store, user, act, key=str(number))
        elif alert.status in ("open", "assigned"):
            st.button(
                say("anomalies.take"), type="primary", icon=":material/check:", key=f"take_{number}", on_click=_take, args=(store, user, [number], listed),
                help=say("alerts.whole_situation", count=int(alert.together)) if alert.together > 1 else None,
            )  # fmt: skip
        if alert.status not in CLOSED:
            _assigning(store, user, [number], listed, key=str(number), grid=int(alert.grid_id))
            _noting(store, user, number)
        if alert.status not in CLOSED or alert.closing_reason == OVER:
            _closing(store, user, [number], listed, key=str(number))


def bulk(store: Store, user: User, ticked: list[int], listed: list[int], *, grid: int) -> None:
    """Of all that are ticked; `grid`: in which duties are offered."""
    st.button(
        say("anomalies.take_many", count=len(ticked)), type="primary", icon=":material/done_all:", key="bulk",
        on_click=_take, args=(store, user, ticked, listed),
    )  # fmt: skip
    _assigning(store, user, ticked, listed, key="many", grid=grid)
    _closing(store, user, ticked, listed, key="many")


def _take(store: Store, user: User, numbers: list[int], listed: list[int]) -> None:
    acting.do("taken", numbers, listed, lambda now: take(store, user.scope, numbers, actor=user.login, at=now))


def _assigning(store: Store, user: User, numbers: list[int], listed: list[int], *, key: str, grid: int) -> None:
    with (
        st.popover(say("alerts.assign"), key=f"pop_assign_{key}"),
        st.form(f"assign_{key}", border=False),
    ):
        known = post_names(store, user.scope, grid or EVERYTHING, clock.now())
        post = pick_post(say("alerts.assign_to"), known, key=f"assign_to_{key}")
        words = st.text_area(say("alerts.assign_note"), key=f"assign_note_{key}", max_chars=LONGEST, height=80)
        if not st.form_submit_button(say("alerts.assign"), type="primary"):
            return
        if post is None:
            st.error(say("alerts.assign_needed"))
            return
        acting.do(
            "assigned", numbers, listed,
            lambda now: assign(store, user.scope, numbers, post=post, actor=user.login, at=now, note=words),
        )  # fmt: skip
    st.rerun()


def _noting(store: Store, user: User, number: int) -> None:
    nth = st.session_state.setdefault("alert_notes", 0)  # another key is another popover: it closes with what was saved
    with (
        st.popover(say("alerts.note"), key=f"pop_note_{number}_{nth}"),
        st.form(f"note_{number}", border=False, clear_on_submit=True),
    ):
        words = st.text_area(say("alerts.note_words"), key=f"note_words_{number}", max_chars=LONGEST)
        promise = st.checkbox(say("alerts.promise"), key=f"note_promise_{number}")
        if not st.form_submit_button(say("alerts.save"), type="primary"):
            return
        try:
            note(store, user.scope, number, text=words, promise=promise, actor=user.login, at=clock.now())
        except UserError as error:
            st.error(say(f"error.{error.code}", **error.fields))
            return
    st.session_state["alert_notes"] = nth + 1
    st.rerun()


def _closing(store: Store, user: User, numbers: list[int], listed: list[int], *, key: str) -> None:
    """One way to end it, whatever became of it: the outcome says whether it was true, and counts for its rule."""
    with (
        st.popover(say("anomalies.close"), key=f"pop_close_{key}"),
        st.form(f"close_{key}", border=False),
    ):
        outcome = st.radio(
            say("anomalies.outcome_why"), list(STATUS), format_func=lambda o: say(f"outcome.{o}"), key=f"outcome_close_{key}"
        )  # fmt: skip
        reason = st.text_area(say("anomalies.close_why"), key=f"why_close_{key}", max_chars=300, height=90).strip()
        if not st.form_submit_button(say("anomalies.close"), type="primary"):
            return
        if not reason:
            st.error(say("anomalies.why_needed"))
            return
        status = STATUS[outcome]
        done = {"status": status, "outcome": outcome, "reason": reason, "actor": user.login}
        acting.do(status, numbers, listed, lambda now: close(store, user.scope, numbers, at=now, **done))
    st.rerun()
