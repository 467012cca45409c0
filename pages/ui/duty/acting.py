"""Signing, taking along, the next report of the matter."""

from __future__ import annotations

import secrets
from datetime import datetime

import pandas as pd
import streamlit as st

from core.domain import User
from core.duty import FORMS, KINDS, SIGN, WRITE, draft_further, moment_of, printed, sign
from core.errors import UserError
from core.store import Store
from pages.ui.duty.text import version_of
from pages.ui.shared.controls import go_to
from pages.ui.shared.file_button import file_button
from pages.ui.shared.paper_files import MIMES
from pages.ui.shared.session import say
from pages.ui.shared.told import refused, tell


def signing(store: Store, user: User, row: pd.Series, now: datetime) -> None:
    if row.state != "draft" or not user.may(SIGN):
        return
    with st.container(border=True, key="duty_sign_box"):
        st.caption(say("duty_info.sign_note"))
        if not st.button(
            say("duty_info.sign_as", name=user.name), type="primary", icon=":material/draw:", key="duty_sign"
        ):
            return
        try:
            file_no = sign(store, user, int(row.report_id), name=user.name, now=now, version=version_of(row))
        except UserError as error:
            refused(error)
            return
    tell("duty", say("duty_info.signed", file_no=file_no))
    st.rerun()


def files(store: Store, user: User, row: pd.Series, now: datetime) -> None:
    with st.container(horizontal=True, key="duty_files"):
        for form in FORMS:
            # A random part in the name: files of one name and length could otherwise be handed to another user.
            name = f"{say('page.duty')}-{int(row.report_id)}-{secrets.token_hex(6)}.{form}"
            file_button(
                "docx" if form == "docx" else say("duty_info.print"),
                lambda form=form: printed(store, user.scope, int(row.report_id), form=form, actor=user.login, now=now), name, mime=MIMES[form],
                on_click="ignore", key=f"duty_{form}", icon=":material/print:" if form == "html" else ":material/download:",
            )  # fmt: skip


def further(store: Store, user: User, row: pd.Series, now: datetime) -> None:
    """A follow-up, the final report, a correction: once this one is signed."""
    if not isinstance(row.file_no, str) or not user.may(WRITE):
        return
    with st.form("duty_further", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            say("duty_info.further"),
            KINDS[1:],
            format_func=lambda k: say(f"duty_info.kind.{k}"),
            key="duty_further_kind",
            width=140,
        )
        known = st.text_input(
            say("duty_info.further_known"),
            key="duty_further_known",
            help=say("duty_info.further_known_help"),
            width=200,
        )
        made = st.form_submit_button(say("duty_info.new.make"), icon=":material/edit_note:")
    if not made:
        return
    try:
        number = draft_further(store, user, int(row.report_id), kind=kind, now=now, known_at=moment_of(known, now))
    except UserError as error:
        refused(error)
        return
    tell("duty", say("duty_info.made", number=number))
    go_to(report=number)
    st.rerun()
