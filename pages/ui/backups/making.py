"""When backups are made, and one now."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.backup import back_up, rotate
from core.domain import User
from core.errors import UserError
from core.store import Store
from pages.ui.shared.session import say

DONE = "backup_done"


def making(store: Store, user: User) -> None:
    settings = store.settings
    told, button = st.columns([3, 1], vertical_alignment="center")
    told.caption(
        say(
            "backups.plan" if settings.backup_at and not settings.demo else "backups.plan_none",
            at=settings.backup_at,
            folder=settings.backup_folder,
            days=settings.backup_days,
            weeks=settings.backup_weeks,
        )
    )
    if button.button(say("backups.now"), type="primary", icon=":material/save:", width="stretch"):
        _make(store, user)
    if name := st.session_state.pop(DONE, None):
        st.success(say("backups.done", name=name), icon=":material/check:")


def _make(store: Store, user: User) -> None:
    try:
        with st.spinner(say("backups.making")):
            made = back_up(store, store.settings.backup_folder, actor=user.login, now=clock.now())
            rotate(store, actor=user.login)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.session_state[DONE] = made.name
    st.rerun()
