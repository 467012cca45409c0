"""What came of a registration: the sentence to say, and the way to the next one."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.domain import User
from core.i18n import format
from core.ingest.arrival import classes_on
from core.ingest.issues import sentences
from core.registry.grids import find_grid
from core.registry.person import person
from core.report.arrival import told
from core.rollup import judged_day
from core.store import Store
from pages.ui.register.form import ALL, KEPT, clear, link_to
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, place, say


def done(store: Store, user: User) -> None:
    outcome, given = st.session_state["register_done"]
    today = clock.today()
    as_of = max(judged_day(store) or today, given.arrived_on or today)
    found = person(store, user.scope, person_id=outcome.person_id, as_of=today)
    grid = find_grid(store, user.scope, code=given.grid)
    where = found.place if found and found.place and not outcome.until else grid.name if grid else format.NOTHING
    classes = classes_on(store, user.scope, outcome.person_id, as_of=as_of)
    words = told(
        language(), found.name if found else given.name, " ".join(place(part) for part in where.split(" ")), classes,
        state=outcome.state, until=outcome.until, today=today,
    )  # fmt: skip
    st.success(escape(words))
    for fault in outcome.faults:
        st.warning(escape(say("list.sentences").join(filter(None, sentences(fault.code, fault.fields, language())))))
    link_to(outcome.person_id, "register.open")
    with st.container(horizontal=True):
        st.button(
            say("register.next"),
            type="primary",
            key="register_next",
            icon=":material/add:",
            on_click=_next,
            args=(ALL,),
        )
        st.button(
            say("register.family"), key="register_family", icon=":material/group_add:", on_click=_next,
            args=(tuple(n for n in ALL if n not in KEPT),),
        )  # fmt: skip
    st.caption(say("register.in_background"))


def _next(names: tuple[str, ...]) -> None:
    st.session_state.pop("register_done", None)
    clear(names)
