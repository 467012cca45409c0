"""Who is logged in where, each session to be ended; and whose second factor is missing."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.access.sessions import revoke_session
from core.access.watch import open_sessions, without_factor
from core.domain import User
from core.store import Store
from pages.ui.shared.acting import acting, done_with
from pages.ui.shared.session import say
from pages.ui.shared.tables import Column, table

WHO = (
    Column("name", "accounts.name", pinned=True, width=120),
    Column("login", "login.login", width=120),
    Column("role", "accounts.role", "code", 130, words="role."),
)
COLUMNS = (
    *WHO,
    Column("source", "own.source", width=200),
    Column("created_at", "own.created_at", "moment", 120),
    Column("seen_at", "own.seen_at", "moment", 120),
)


def logged_in(store: Store, user: User) -> None:
    st.markdown(f"##### {say('security.sessions')}")
    done_with("sessions")
    known = open_sessions(store, now=clock.now())
    at = table(known, COLUMNS, key="all_sessions", select="handle", rows=10, empty="own.none")
    if at is not None and st.button(say("security.end"), icon=":material/logout:", key="session_end"):
        row = known.iloc[at]
        acting(
            lambda: revoke_session(store, int(row.account_id), row.handle, actor=user.login),
            say("own.ended"),
            about="sessions",
        )


def lacking(store: Store) -> None:
    st.markdown(f"##### {say('security.factor')}")
    table(without_factor(store), WHO, key="without_factor", rows=8, empty="security.factor_none")
