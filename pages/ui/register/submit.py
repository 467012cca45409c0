"""Who is known already, the button, and what came of it."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.follow import follow_soon
from core.i18n import format
from core.ingest.arrival import OTHER, SAME, Arrival, Outcome, classes_on, known, register, same_name
from core.policy.loader import load_policy
from core.registry.person import Person, person
from core.report.arrival import class_name
from core.rollup import judged_day
from core.store import Store
from pages.ui.register.form import FAULTS, link_to, wrong
from pages.ui.shared.cached import read
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, place, say

ASKED = "register_asked"


def submit(store: Store, user: User, given: Arrival) -> None:
    """Draw what is known of him and the button; a click registers."""
    today = clock.today()
    found = known(store, user.scope, given, as_of=today) if given.id_number or (given.phone and given.name) else None
    same = _known(store, user, found, given) if found else None
    full = given.housed and bool(given.id_number or (same == SAME and found.registered))
    until = today + timedelta(days=int(load_policy().days.temporary_days) - 1)
    label = say("register.submit") if full else say("register.submit_temporary", day=format.day(language(), until))
    clicked = st.button(
        label, type="primary", icon=":material/how_to_reg:", key="register_submit", disabled=given.arrived_on is None
    )
    if st.session_state.get(FAULTS):
        st.error(say("register.mend"))
        wrong("")
    if clicked:
        _send(store, user, given, same)
    elif ASKED in st.session_state and given.arrived_on is not None:
        _ask(store, user, given)


def _known(store: Store, user: User, found: Person, given: Arrival) -> str | None:
    """What the clerk says of whom the form found; a document needs no word."""
    as_of = max(judged_day(store) or clock.today(), clock.today())
    parts = [found.name, found.id_number, found.phone, place(found.place) if found.place else None]
    who = " · ".join(escape(p) for p in parts if p)
    classes = read(classes_on, store, user.scope, person_id=found.person_id, as_of=as_of)
    names = say("list.items").join(class_name(language(), each.code) for each in classes) or format.NOTHING
    st.info(say("register.known" if found.registered else "register.known_visitor", who=who, classes=names))
    if given.name and not same_name(store, user.scope, found.person_id, name=given.name):
        st.warning(say("register.other_name", known=escape(found.name or format.NOTHING), typed=escape(given.name)))
    link_to(found.person_id, "register.known_open")
    if given.id_number and found.id_number:
        return None
    return OTHER if st.checkbox(say("register.other"), key="register_other") else SAME


def _send(store: Store, user: User, given: Arrival, same: str | None) -> None:
    st.session_state.pop(ASKED, None)
    try:
        outcome = register(store, user.scope, given, actor=user.login, same=same)
    except UserError as error:
        st.session_state.pop(FAULTS, None)
        st.error(say(f"error.{error.code}", **error.fields))
        return
    if outcome.stored:
        if outcome.batch is not None:
            follow_soon(store, actor=user.login)
        st.session_state["register_done"] = (outcome, given)
        st.session_state.pop(FAULTS, None)
    elif outcome.asks:
        st.session_state[ASKED] = outcome
        st.session_state.pop(FAULTS, None)
    else:
        st.session_state[FAULTS] = outcome.faults
    st.rerun()


def _ask(store: Store, user: User, given: Arrival) -> None:
    """Somebody whom he resembles, and a word of the clerk's."""
    asked: Outcome = st.session_state[ASKED]
    st.warning(say("register.resembles"))
    found = person(store, user.scope, person_id=asked.person_id, as_of=clock.today()) if asked.person_id else None
    if found:
        parts = [found.name, found.id_number, found.phone, place(found.place) if found.place else None]
        st.markdown(escape(" · ".join(p for p in parts if p)))
    with st.container(horizontal=True):
        if st.button(say("register.same_one"), key="register_same_one"):
            _send(store, user, given, SAME)
        if st.button(say("register.other_one"), key="register_other_one"):
            _send(store, user, given, OTHER)
