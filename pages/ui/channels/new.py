"""A new receiver."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.domain import EVERYTHING, User
from core.errors import UserError
from core.notify import KINDS, SEVERITIES, add
from core.notify.channels import PUBLIC
from core.registry import grids
from core.store import Store
from pages.ui.shared.area_paths import area_paths
from pages.ui.shared.session import language, say

FIRST = ("wecom", "dingtalk", "feishu", "json", "sms")
NIGHT = (22, 7)


def new_channel(store: Store, user: User) -> None:
    with st.expander(say("channel.new"), icon=":material/add_alert:"):
        hosts = store.settings.notify_hosts or say("channel.hosts_none")
        st.caption(say("channel.hosts", hosts=", ".join([*PUBLIC.values(), hosts])))
        kind = st.segmented_control(
            say("channel.kind_label"),
            FIRST,
            format_func=lambda k: say(f"channel.kind.{k}"),
            default=FIRST[0],
            key="channel_kind",
        )
        if kind not in KINDS:
            return
        with st.form("channel_new", border=False):
            given = _fields(store, user, kind)
            if st.form_submit_button(say("channel.add"), type="primary"):
                _add(store, user, {**given, "kind": kind})


def _fields(store: Store, user: User, kind: str) -> dict:
    left, right = st.columns(2)
    names = area_paths(store, user.scope)
    given: dict = {
        "name": left.text_input(say("channel.name"), max_chars=60),
        "url": right.text_input(say("channel.url"), type="password", autocomplete="off"),
        "secret": left.text_input(say("channel.secret"), type="password", autocomplete="off"),
        "severity": right.selectbox(say("channel.severity"), SEVERITIES[::-1], format_func=lambda s: say(f"severity.{s}"), index=1),
        "grid": left.selectbox(say("channel.grid"), ["", *names], format_func=lambda c: names.get(c, say("channel.grid_all"))),
        "language": right.selectbox(say("channel.language"), ("zh", "en"), index=("zh", "en").index(language())),
    }  # fmt: skip
    if kind == "sms":
        given["body"] = st.text_area(say("channel.body"), value='{"mobiles": "", "content": "{text}"}')
        given["expects"] = st.text_input(say("channel.expects"))
    given["night"] = st.checkbox(say("channel.quiet"), value=True)
    return given


def _add(store: Store, user: User, given: dict) -> None:
    code, night = given.pop("grid"), given.pop("night")
    found = grids.find_grid(store, user.scope, code=code) if code else None
    try:
        add(store, **given, grid_id=found.grid_id if found else EVERYTHING, quiet=NIGHT if night else None, actor=user.login, now=clock.now())  # fmt: skip
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.toast(say("channel.added"))
    st.rerun()
