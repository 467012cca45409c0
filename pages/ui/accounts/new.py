"""A new account: the administrator says who, which role and which grids; the person chooses the password by a link."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.access.manage import add_account
from core.access.roles import roles
from core.domain import User
from core.errors import UserError
from core.store import Store
from pages.ui.accounts.scopes import pick_scope
from pages.ui.accounts.told import tell_link, told
from pages.ui.shared.session import say


def new_account(store: Store, user: User) -> None:
    told()
    with st.expander(say("accounts.new"), icon=":material/person_add:"), st.form("new_account", border=False):
        left, right = st.columns(2)
        login = left.text_input(say("login.login"), key="new_login", help=say("login.login_hint"))
        name = right.text_input(say("accounts.name"), key="new_name")
        left, right = st.columns(2)  # in their order on a phone too
        role = left.selectbox(
            say("accounts.role"), list(roles()), format_func=lambda r: say(f"role.{r}"), key="new_role", index=None,
            placeholder=say("accounts.role_hint"),
        )  # fmt: skip
        with right:
            grids = pick_scope(store, user.scope, key="new_scope")
        if not st.form_submit_button(say("accounts.make"), type="primary", icon=":material/link:"):
            return
    if not role or not (grids or roles()[role].no_scope):
        st.error(say("accounts.incomplete"), icon=":material/edit:")
        return
    try:
        made = add_account(
            store, user.scope, login=login, name=name.strip() or login, role=role, grids=[] if roles()[role].no_scope else grids, password=None,
            actor=user.login, now=clock.now(),
        )  # fmt: skip
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    tell_link(store, user, made, say("accounts.made", name=name.strip() or login), about=None)
    for key in ("new_login", "new_name", "new_role", "new_scope"):
        st.session_state.pop(key, None)
    st.rerun()
