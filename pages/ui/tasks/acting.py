"""A tick in one click, and its way back in the same place. Until the reader goes on, the list stays as it was: nothing slides under a finger."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from core.act import done, moment, release, take_back, tasks
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.store import Store
from pages.ui.shared.session import say

MOST = 50_000  # drafted tasks that are sent out at once
KEY, ACTS, TROUBLE = "task_doer", "task_acts", "task_trouble"
# Buttons stand in what we draw as HTML: this listens to them.
SCRIPT = """
export default function ({ setTriggerValue }) {
  const pressed = (event) => {
    const button = event.target.closest?.("button.gc-do");
    if (!button || button.disabled) return;
    button.disabled = true;
    setTriggerValue(button.name, Number(button.value));
  };
  document.addEventListener("click", pressed);
  return () => document.removeEventListener("click", pressed);
}
"""


@dataclass
class Acts:
    """What the reader did here, and all that was listed then, in its order."""

    place: tuple
    listed: list[int] = field(default_factory=list)
    done: set[int] = field(default_factory=set)


def acts() -> Acts:
    """Forgotten when they go on to another grid, filter or page."""
    place = tuple(sorted((name, value) for name, value in st.query_params.items() if name != "lang"))
    kept = st.session_state.get(ACTS)
    if kept is None or kept.place != place:
        kept = st.session_state[ACTS] = Acts(place)
    return kept


def listen(store: Store, user: User) -> None:
    """Drawn once, beside the list."""

    def on(name: str) -> None:
        number = getattr(st.session_state[KEY], name, None)
        if number is not None:
            _act(store, user, name, int(number))

    _doer()(key=KEY, height=1, on_done_change=lambda: on("done"), on_undo_change=lambda: on("undo"))


def send_out(store: Store, user: User, conditions: dict[str, object], count: int) -> None:
    """One button for all that is drafted among what is listed: each goes to whoever answers for its grid."""
    if not count or not user.may("tasks.handle"):
        return

    def sent() -> None:
        at = moment(store)
        found = tasks(
            store, user.scope, at=at, limit=MOST, **{**conditions, "statuses": ["drafted"], "now_only": False}
        )
        release(store, user.scope, [int(n) for n in found.task_id], actor=user.login, at=at)

    st.button(say("tasks.send_out", count=format.exact(count)), icon=":material/send:", key="tasks_send", on_click=sent)


def trouble() -> None:
    error = st.session_state.pop(TROUBLE, None)
    if error is not None:
        st.error(say(f"error.{error.code}", **error.fields))


def _act(store: Store, user: User, name: str, number: int) -> None:
    kept = acts()
    if not user.may("tasks.handle"):
        return
    try:
        if name == "done":
            if done(store, user.scope, [number], actor=user.login, at=moment(store)):
                kept.done.add(number)
        else:
            take_back(store, user.scope, [number], actor=user.login, at=moment(store))
            kept.done.discard(number)
    except UserError as error:
        st.session_state[TROUBLE] = error


@st.cache_resource
def _doer():
    return st.components.v2.component("task_doer", js=SCRIPT)
