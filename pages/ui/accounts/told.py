"""What an act did, shown beside where it was done, until the next act."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import streamlit as st

from core import clock
from core.access.address import link_address
from core.access.links import PASSWORD_HOURS
from core.access.manage import give_link
from core.domain import User
from core.i18n import format
from core.store import Store
from pages.ui.shared.session import language, say

TOLD = "accounts_told"


def tell(sentence: str, *, about: int | None, link: str | None = None) -> None:
    """`about`: the account in whose editing it is shown; None: above the new one's form."""
    st.session_state[TOLD] = sentence, about, link


def told(about: int | None = None) -> None:
    """A link is shown once: it is nowhere stored but as a hash."""
    sentence, at, link = st.session_state.get(TOLD, (None, None, None))
    if sentence is None or at != about:
        return
    del st.session_state[TOLD]
    st.success(sentence, icon=":material/check:")
    if link:
        st.code(link, language=None, wrap_lines=True)
        st.caption(say("accounts.link_once"))


def tell_link(store: Store, user: User, account_id: int, sentence: str, *, about: int | None) -> None:
    """With a new one-time link by which the person chooses a password. Raises UserError (those of `give_link`)."""
    now = clock.now()
    token = give_link(store, user.scope, account_id=account_id, actor=user.login, now=now)
    opened = urlsplit(st.context.url or "")
    link = link_address(store.settings, token, seen=f"{opened.scheme}://{opened.netloc}" if opened.netloc else "")
    until = format.moment(language(), now + timedelta(hours=PASSWORD_HOURS))
    tell(say("accounts.link_made", done=sentence, until=until), about=about, link=link)
