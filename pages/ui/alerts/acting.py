"""What the reader does with alerts, said where they did it, and taken back there. Until they go on, the list stays as it was: nothing
else may slide under a finger that clicks twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
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
    count: int  # with those of their situations


def do(what: str, alerts: list[int], listed: list[int], action: Callable[[datetime], int | None]) -> None:
    """Run an act and remember it, so that it can be said and taken back; trouble is said instead.

    It is remembered before it runs: a second quick click begins another run, and from then on this one is stopped wherever it next touches
    the session, which may be between the act and anything said of it."""
    now, one = clock.now(), len(alerts) == 1
    before = st.session_state.get(KEY)
    again = before is not None and before.alerts == tuple(alerts)  # the second of two quick clicks
    if not again:
        place = _place(alert=str(alerts[0])) if one else _place()
        st.session_state[KEY] = Act(what, tuple(alerts), now, tuple(listed), place, len(alerts))
    try:
        done = action(now)
    except UserError as error:
        if not again:
            st.session_state.pop(KEY, None)
        st.session_state[TROUBLE] = error
        return
    if done == 0 and not again:
        st.session_state.pop(KEY, None)  # somebody else did it
        return
    if one:
        go_to(alert=alerts[0])  # it stays in view, whatever the list becomes
    if done:
        st.session_state[KEY] = replace(st.session_state[KEY], count=done)  # with those of their situations


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


def _place(**params: str) -> tuple:
    """The address, with `params` set."""
    return tuple(
        sorted((name, value) for name, value in {**st.query_params.to_dict(), **params}.items() if name != "lang")
    )
