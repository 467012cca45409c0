"""What an act did, shown where the page begins, until the next act."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.access.links import PASSWORD_HOURS, new_password_link
from core.domain import User
from core.i18n import format
from core.store import Store
from pages.ui.shared.session import language, say

TOLD = "accounts_told"


def tell(sentence: str, link: str | None = None) -> None:
    st.session_state[TOLD] = sentence, link


def told() -> None:
    """A link is shown once: it is nowhere stored but as a hash."""
    done = st.session_state.pop(TOLD, None)
    if done is None:
        return
    sentence, link = done
    st.success(sentence, icon=":material/check:")
    if link:
        st.code(link, language=None, wrap_lines=True)
        st.caption(say("accounts.link_once"))


def tell_link(store: Store, user: User, account_id: int, sentence: str) -> None:
    """With a new one-time link by which the person chooses a password."""
    now = clock.now()
    token = new_password_link(store, account_id, actor=user.login, now=now)
    origin = (st.context.url or "").split("/", 3)
    address = "/".join(origin[:3]) if len(origin) > 2 else f"http://{store.settings.host}:{store.settings.port}"
    until = format.day(language(), now.date())
    tell(say("accounts.link_made", done=sentence, hours=PASSWORD_HOURS, since=until), f"{address}/setup?token={token}")
