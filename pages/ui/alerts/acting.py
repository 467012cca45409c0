"""What the reader does with alerts, said where they did it, and taken back there. Until they go on, the list stays as it was: nothing
else may slide under a finger that clicks twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.handling import take_back
from core.store import Store
from pages.ui.shared.controls import go_to
from pages.ui.shared.session import say

KEY, TROUBLE = "alert_act", "alert_trouble"


@dataclass(frozen=True)
class Act:
    what: str  # taken | assigned | resolved | dismissed
    alerts: tuple[int, ...]
    at: datetime
    listed: tuple[int, ...]  # all that were listed then, in their order
    place: tuple
    count: int = 1  # with those of their situations


def do(what: str, alerts: list[int], listed: list[int], action: Callable[[datetime], int | None]) -> None:
    """Run an act and remember it, so that it can be said and taken back; trouble is said instead."""
    now = clock.now()
    try:
        done = action(now)
    except UserError as error:
        st.session_state[TROUBLE] = error
        return
    if done == 0:  # the second of two quick clicks, sent before the page knew where the first one had led
        act = st.session_state.get(KEY)
        if act is not None and act.alerts == tuple(alerts) and len(alerts) == 1:
            go_to(alert=alerts[0])
        return
    if len(alerts) == 1:
        go_to(alert=alerts[0])  # it stays in view, whatever the list becomes
    st.session_state[KEY] = Act(what, tuple(alerts), now, tuple(listed), _place(), done or len(alerts))


def last_act() -> Act | None:
    """The act that the reader just did here; forgotten when they go on to another alert, filter or period."""
    act = st.session_state.get(KEY)
    if act is not None and act.place != _place():
        del st.session_state[KEY]
        return None
    return act


def said(store: Store, user: User, act: Act, *, key: str) -> None:
    """What was done, and for some seconds the way back, beside it and not in its place; core allows it longer."""
    seconds = store.settings.undo_seconds
    words = say(f"anomalies.did.{act.what}", count=act.count)
    with st.container(horizontal=True, vertical_alignment="center", width="content", key=f"said_{key}"):
        st.markdown(f"✓ **{words}**", width="content")
        if clock.now() - act.at < timedelta(seconds=seconds):
            st.html(
                f'<style>[class*="st-key-said_"] [class*="st-key-undo_"] {{ animation-delay: {seconds}s; }}</style>'
            )
            st.button(say("anomalies.undo"), key=f"undo_{key}", on_click=_undo, args=(store, user, act))


def trouble() -> None:
    error = st.session_state.pop(TROUBLE, None)
    if error is not None:
        st.error(say(f"error.{error.code}", **error.fields))


def _undo(store: Store, user: User, act: Act) -> None:
    st.session_state.pop(KEY, None)
    try:
        take_back(store, user.scope, list(act.alerts), actor=user.login, at=clock.now())
    except UserError as error:
        st.session_state[TROUBLE] = error


def _place() -> tuple:
    return tuple(sorted((name, value) for name, value in st.query_params.items() if name != "lang"))
