"""To whom it was told, by what way, when and by whom; who acknowledged it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.duty import WAYS, WRITE, acknowledge, moment_of, tell, tellings
from core.duty.parts import LINE
from core.errors import UserError
from core.i18n import format
from core.store import Store
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused
from pages.ui.shared.told import tell as say_later

SOON = timedelta(minutes=5)  # written down later than that is said


def telling(store: Store, user: User, row: pd.Series, now: datetime) -> None:
    found = tellings(store, user.scope, int(row.report_id))
    st.html(f'<h6 class="gc-grounds">{escape(say("duty_info.told_title"))}</h6>{_table(found)}')
    if row.state == "withdrawn" or not user.may(WRITE):
        return
    _add(store, user, row, now)
    waiting = found[found.acknowledged_at.isna()]
    if len(waiting):
        _acknowledge(store, user, waiting, now)


def _table(found: pd.DataFrame) -> str:
    if found.empty:
        return f"<p class='gc-muted'>{escape(say('duty_info.told_none'))}</p>"
    rows = "".join(
        f"<tr><td>{escape(_moment(d.told_at))}{escape(_later(d))}</td><td><b>{escape(d.unit)}</b> {escape(say(f'duty_info.way.{d.way}'))} · {escape(d.told_name)}"
        f"{' → ' + escape(d.receiver) if isinstance(d.receiver, str) else ''}<br><small>{escape(_acknowledged(d))}</small></td></tr>"
        for d in found.itertuples()
    )
    return f'<table class="gc-grounds">{rows}</table>'


def _later(row: tuple) -> str:
    late = pd.Timestamp(row.entered_at) - pd.Timestamp(row.told_at)
    return say("duty_info.told.later", at=_moment(row.entered_at)) if late > SOON else ""


def _acknowledged(row: tuple) -> str:
    if pd.isna(row.acknowledged_at):
        return f"{say('duty_info.told.acknowledged')}: {say('duty_info.told.waiting')}"
    return f"{say('duty_info.told.acknowledged')}: {row.acknowledged_name} {_moment(row.acknowledged_at)}"


def _add(store: Store, user: User, row: pd.Series, now: datetime) -> None:
    nth = st.session_state.setdefault("duty_tellings", 0)
    with (
        st.popover(say("duty_info.told.add"), icon=":material/call:", key=f"duty_tell_{nth}"),
        st.form(f"duty_told_{nth}", border=False),
    ):
        unit = st.text_input(
            say("duty_info.told.unit"), value=row.addressee, max_chars=LINE, key=f"duty_told_unit_{nth}"
        )
        way = st.radio(
            say("duty_info.told.way"),
            WAYS,
            format_func=lambda w: say(f"duty_info.way.{w}"),
            horizontal=True,
            key=f"duty_told_way_{nth}",
        )
        at = st.text_input(
            say("duty_info.told.at"),
            help=say("duty_info.now_hint"),
            placeholder=f"{now:%H:%M}",
            key=f"duty_told_at_{nth}",
        )
        name = st.text_input(say("duty_info.told.name"), value=user.name, max_chars=LINE, key=f"duty_told_name_{nth}")
        receiver = st.text_input(say("duty_info.told.receiver"), max_chars=LINE, key=f"duty_told_receiver_{nth}")
        if st.form_submit_button(say("duty_info.told.save"), type="primary"):
            _do(lambda: tell(
                store, user, int(row.report_id), unit=unit, way=way, at=moment_of(at, now) or now, name=name, receiver=receiver, now=now
            ), nth)  # fmt: skip


def _acknowledge(store: Store, user: User, waiting: pd.DataFrame, now: datetime) -> None:
    nth = st.session_state.setdefault("duty_tellings", 0)
    names = {int(d.told_id): f"{d.unit} {_moment(d.told_at)}" for d in waiting.itertuples()}
    with (
        st.popover(say("duty_info.told.acknowledge"), icon=":material/done_all:", key=f"duty_ack_{nth}"),
        st.form(f"duty_acks_{nth}", border=False),
    ):
        which = st.selectbox(say("duty_info.told.which"), names, format_func=names.get, key=f"duty_ack_which_{nth}")
        name = st.text_input(say("duty_info.told.ack_name"), max_chars=LINE, key=f"duty_ack_name_{nth}")
        at = st.text_input(
            say("duty_info.told.at"),
            help=say("duty_info.now_hint"),
            placeholder=f"{now:%H:%M}",
            key=f"duty_ack_at_{nth}",
        )
        if st.form_submit_button(say("duty_info.told.save"), type="primary"):
            _do(lambda: acknowledge(store, user, which, name=name, at=moment_of(at, now) or now, now=now), nth)


def _do(action: Callable[[], object], nth: int) -> None:
    try:
        action()
    except UserError as error:
        refused(error)
        return
    st.session_state["duty_tellings"] = nth + 1  # another key is another popover: it closes once saved
    say_later("duty", say("duty_info.told.saved"))
    st.rerun()


def _moment(value: object) -> str:
    return format.moment(language(), pd.Timestamp(value).to_pydatetime())
