"""The second factor of one's own account: made, and given up again where the role need not have one."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.access.factor import (
    begin_factor,
    codes_left,
    confirm_factor,
    drop_own_factor,
    factor_address,
    has_factor,
    needs_factor,
    picture,
)
from core.domain import User
from core.errors import UserError
from core.store import Store
from pages.ui.shared.acting import acting, done_with
from pages.ui.shared.session import own_desk, say

CODES = "factor_codes"  # shown once, in the run after they were made


def factor(store: Store, user: User) -> None:
    st.markdown(f"##### {say('factor.title')}")
    done_with("factor")
    codes = st.session_state.pop(CODES, None)
    if codes:
        st.success(say("factor.made"), icon=":material/check:")
        st.write(say("factor.codes_text"))
        st.code("\n".join(codes), language=None)
    if has_factor(store, user.account_id):
        _on(store, user)
    else:
        _off(store, user)


def _on(store: Store, user: User) -> None:
    st.write(say("factor.on", count=codes_left(store, user.account_id)))
    if needs_factor(store.settings, user.role):
        st.caption(say("factor.required"))
        return
    with st.popover(say("factor.drop"), icon=":material/lock_open:"), st.form("factor_drop", border=False):
        code = st.text_input(say("factor.drop_code"), key="factor_drop_code")
        if st.form_submit_button(say("factor.drop")):
            acting(lambda: drop_own_factor(store, user, code, now=clock.now()), say("factor.dropped"), about="factor")


def _off(store: Store, user: User) -> None:
    st.write(say("factor.off"))
    if not st.toggle(say("factor.begin"), key="factor_begin"):
        return
    now = clock.now()
    secret = begin_factor(store, user.account_id, now=now)
    st.caption(say("factor.scan"))
    st.image(picture(factor_address(store, user.account_id, secret, issuer=own_desk().name)), width=220)
    st.caption(say("factor.by_hand"))
    st.code(secret, language=None)
    with st.form("factor_confirm", border=False):
        code = st.text_input(say("factor.code"), key="factor_code", width=200)
        if not st.form_submit_button(say("factor.confirm"), type="primary", icon=":material/check:"):
            return
    try:
        st.session_state[CODES] = confirm_factor(store, user.account_id, code, actor=user.login, now=now)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.rerun()
