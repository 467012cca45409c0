"""Erasures that wait for their second person: confirmed by somebody else than who asked, or withdrawn."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.privacy.erase import confirm_erasure, waiting_erasures, withdraw_erasure
from core.store import Store
from pages.ui.shared.actors import actor
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, place, say


def waiting_part(store: Store, user: User, today: date) -> None:
    told = st.session_state.pop("privacy_told", None)
    if told:
        st.success(told, icon=":material/check:")
    if not user.may("privacy.erase"):
        return
    found = waiting_erasures(store, user.scope, on=today)
    if found.empty:
        return
    with st.container(border=True, key="privacy_waiting"):
        st.markdown(f"**{say('privacy.waiting')}**")
        for row in found.itertuples():
            _one(store, user, row)


def _one(store: Store, user: User, row: tuple) -> None:
    line = say(
        "privacy.waits_line", name=row.name if isinstance(row.name, str) else say("person.nameless"), place=place(row.place) if isinstance(row.place, str) else format.NOTHING,
        reason=say(f"privacy.reason.{row.reason}"), by=actor(row.asked_by), at=format.moment(language(), row.asked_at),
    )  # fmt: skip
    st.markdown(escape(line))
    own = row.asked_by == user.login
    if own:
        st.caption(say("privacy.own"))
    with st.container(horizontal=True):
        if not own and st.button(say("privacy.confirm"), key=f"privacy_confirm_{row.removal_id}", type="primary"):
            _done(lambda: say("privacy.erased", rows=sum(_confirmed(store, user, row.removal_id).values())))
        if st.button(say("privacy.withdraw"), key=f"privacy_withdraw_{row.removal_id}"):
            _done(lambda: _withdrawn(store, user, row.removal_id))


def _confirmed(store: Store, user: User, number: int) -> dict[str, int]:
    return confirm_erasure(store, user.scope, removal_id=int(number), actor=user.login, now=clock.now())


def _withdrawn(store: Store, user: User, number: int) -> str:
    withdraw_erasure(store, user.scope, removal_id=int(number), actor=user.login, now=clock.now())
    return say("privacy.withdrawn")


def _done(act: object) -> None:
    try:
        st.session_state["privacy_told"] = act()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    st.query_params.pop("person", None)
    st.rerun()
