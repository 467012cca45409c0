"""What is done with a risk area: its drafted tasks let go, or all of it taken back; and what came of the last act."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.report.screening import without_task_line
from core.risk import release, remove
from core.screening import without_task
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.session import language, say

TOLD = "risk_told"


def tell(words: str, /, **fields: object) -> None:
    st.session_state[TOLD] = (words, fields, _place())


def told() -> None:
    """While the reader stays where the act led them: pages run again by themselves."""
    kept = st.session_state.get(TOLD)
    if kept is None:
        return
    words, fields, place = kept
    if place == _place():
        st.success(say(words, **fields), icon=":material/check:")
    else:
        del st.session_state[TOLD]


def _place() -> str | None:
    return st.query_params.get("area")


def acts(store: Store, user: User, area: pd.Series) -> None:
    figures = {name: format.exact(int(area[name])) for name in ("drafted", "open", "done", "cancelled")}
    drafted, standing = int(area.drafted), area.state != "removed"
    with st.container(horizontal=True, vertical_alignment="center", key="risk_acts"):
        words = "risk.tasks_drafted" if drafted and standing else "risk.tasks"
        st.markdown(say(words, **figures), width="stretch")
        if not (user.may("risk.write") and standing):
            return
        if drafted and st.button(
            say("risk.release", count=figures["drafted"]), type="primary", icon=":material/send:", key="risk_release"
        ):
            _release(store, user, int(area.area_id))
        with st.popover(say("risk.remove"), icon=":material/undo:", key="risk_remove"):
            st.write(say("risk.remove_sure"))
            if st.button(say("risk.remove_yes"), type="primary", key="risk_remove_yes"):
                _remove(store, user, int(area.area_id))


def without(store: Store, user: User, area: pd.Series, chosen: Filter) -> None:
    """How many of those concerned get no task, and why."""
    found = read(without_task, store, user.scope, area_id=int(area.area_id), as_of=chosen.last_day)
    if found.reasons:
        st.caption(without_task_line(language(), found))


def _release(store: Store, user: User, area_id: int) -> None:
    try:
        tasks = release(store, user.scope, area_id=area_id, actor=user.login)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    tell("risk.done_released", tasks=format.exact(tasks))
    st.rerun()


def _remove(store: Store, user: User, area_id: int) -> None:
    try:
        with st.spinner(say("risk.working")):
            done = remove(store, user.scope, area_id=area_id, actor=user.login)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    tell(
        "risk.done_removed",
        people=format.exact(done.people),
        cancelled=format.exact(done.cancelled),
        seconds=f"{done.seconds:.1f}",
    )
    st.rerun()
