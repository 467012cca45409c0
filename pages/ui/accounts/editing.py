"""One account: another name, role or scope; out, in again, a new password."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core import clock
from core.access.accounts import load_scope
from core.access.factor import has_factor
from core.access.manage import change_account, disable_account, enable_account, end_sessions, reset_factor, set_subject
from core.access.roles import roles
from core.domain import User
from core.errors import UserError
from core.store import Store
from pages.ui.accounts.phones import phones_part
from pages.ui.accounts.scopes import pick_scope
from pages.ui.accounts.told import tell, tell_link, told
from pages.ui.shared.session import say


def editing(store: Store, user: User, account: pd.Series) -> None:
    number, who = int(account.account_id), {"account_id": int(account.account_id), "actor": user.login}
    st.subheader(account["name"])
    told(number)
    _change(store, user, account)
    if account.active and store.settings.oidc_issuer:
        _subject(store, user, account)
    if account.active:
        phones_part(store, user, account)
    with st.container(horizontal=True):
        if not account.active:
            if st.button(say("accounts.enable"), icon=":material/lock_open:", key=f"enable_{number}"):
                _act(lambda: enable_account(store, user.scope, **who), "accounts.enabled", account)
            return
        if st.button(say("accounts.new_link"), icon=":material/key:", key=f"link_{number}"):
            words = say("accounts.for_whom", name=account["name"])
            _act(lambda: tell_link(store, user, number, words, about=number))
        if st.button(
            say("accounts.end_sessions"), icon=":material/logout:", key=f"end_{number}", disabled=not account.sessions
        ):
            _act(lambda: end_sessions(store, user.scope, **who), "accounts.ended", account)
        if has_factor(store, number) and st.button(
            say("factor.reset"), icon=":material/phonelink_erase:", key=f"factor_{number}"
        ):
            _act(lambda: reset_factor(store, user.scope, **who), "factor.was_reset", account)
        with st.popover(say("accounts.disable"), icon=":material/block:"):
            st.write(say("accounts.disable_sure", name=account["name"]))
            if st.button(say("accounts.disable"), type="primary", key=f"disable_{number}"):
                _act(lambda: disable_account(store, user.scope, **who, now=clock.now()), "accounts.disabled", account)


def _change(store: Store, user: User, account: pd.Series) -> None:
    number = int(account.account_id)
    with st.form(f"change_{number}"):
        left, right = st.columns(2)
        name = left.text_input(say("accounts.name"), value=account["name"], key=f"name_{number}")
        codes = list(roles())
        role = right.selectbox(
            say("accounts.role"), codes, index=codes.index(account.role) if account.role in codes else None,
            format_func=lambda r: say(f"role.{r}"), key=f"role_{number}",
        )  # fmt: skip
        grids = pick_scope(store, user.scope, key=f"scope_{number}", held=load_scope(store, number))
        if not st.form_submit_button(say("accounts.save"), icon=":material/check:"):
            return
    if not role or not (grids or roles()[role].no_scope):
        st.error(say("accounts.incomplete"), icon=":material/edit:")
        return
    _act(
        lambda: change_account(
            store, user.scope, account_id=number, name=name.strip() or None, role=role, grids=grids, actor=user.login
        ),
        "accounts.changed",
        account,
    )


def _subject(store: Store, user: User, account: pd.Series) -> None:
    number = int(account.account_id)
    held = account.subject if isinstance(account.subject, str) else ""
    with st.form(f"subject_form_{number}", border=False):
        subject = st.text_input(say("accounts.subject"), value=held, key=f"subject_{number}", help=say("accounts.subject_help"))  # fmt: skip
        if not st.form_submit_button(say("accounts.save"), icon=":material/badge:"):
            return
    _act(
        lambda: set_subject(store, user.scope, account_id=number, subject=subject, actor=user.login),
        "accounts.changed",
        account,
    )


def _act(act: Callable[[], object], done: str = "", account: pd.Series | None = None) -> None:
    """Do it and say that it is `done`, or why not."""
    try:
        act()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    if account is not None:
        tell(say(done, name=account["name"]), about=int(account.account_id))
    st.rerun()
