"""Where the account is logged in, and ending one of those."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.access.sessions import COOKIE, own_sessions, revoke_session
from core.domain import User
from core.store import Store
from pages.ui.shared.acting import acting
from pages.ui.shared.session import say
from pages.ui.shared.tables import Column, table

COLUMNS = (
    Column("source", "own.source", width=220),
    Column("created_at", "own.created_at", "moment", 120),
    Column("seen_at", "own.seen_at", "moment", 120),
    Column("state", "own.state", "code", 90, words="own.state_of."),
)


def sessions(store: Store, user: User) -> None:
    st.markdown(f"##### {say('own.sessions')}")
    known = own_sessions(store, user.account_id, token=st.context.cookies.get(COOKIE), now=clock.now())
    known = known.assign(state=known.here.map({True: "here", False: "other"}))
    at = table(known, COLUMNS, key="own_sessions", select="handle", rows=6, empty="own.none")
    own = store.settings
    st.caption(
        say("own.sessions_note", idle=own.idle_minutes, hours=f"{own.session_hours:g}", most=own.sessions_most or "∞")
    )
    if at is None:
        st.caption(say("own.end_hint"))
    elif st.button(say("own.end"), icon=":material/logout:", key="own_end"):
        acting(
            lambda: revoke_session(store, user.account_id, known.handle[at], actor=user.login),
            say("own.ended"),
            about="own",
        )
