"""Who is looking, in which language. Every page begins with `require`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape
from typing import NoReturn, TypeVar

import streamlit as st

from core import clock
from core.access.sessions import COOKIE, user_of_token
from core.audit import denied
from core.desk import Desk, desk
from core.domain import User
from core.i18n import t
from core.i18n.places import place_name
from core.store import Store, shared_store

File = TypeVar("File")
_run = threading.local()  # Streamlit runs each reader's script in a thread of its own


def store() -> Store:
    """The process's one store."""
    return shared_store()


def current_user() -> User | None:
    """Looked up in the store at every rerun, so that a log-out or a disabled account ends at once."""
    return user_of_token(store(), st.context.cookies.get(COOKIE), now=clock.now())


def bind(user: User) -> None:
    """What one account chose or uploaded is not left to the next one in the same browser tab, nor what it did with other rights to itself."""
    holds = (user.account_id, user.role, user.scope)
    if st.session_state.get("account", holds) != holds:
        st.session_state.clear()
    st.session_state["account"] = holds


def show_the_door() -> NoReturn:
    """Nobody is logged in (any more): the way to do so, and nothing else."""
    st.info(say("login.needed"))
    link("/login", say("login.go"))
    st.stop()


def link(address: str, words: str) -> None:
    """A link to one of our own routes, in the same tab (Streamlit's own opens a new one)."""
    st.html(f'<a href="{escape(address)}" target="_self" class="route">{escape(words)}</a>')


def require(permission: str) -> User:
    """The user, if they may do this; otherwise the page ends here with a sentence."""
    user = current_user()
    if user is None:
        show_the_door()
    if not user.may(permission):
        denied(store(), user.login, "access.denied", what=permission)
        st.warning(say("login.not_allowed"))
        st.stop()
    return user


def who() -> str:
    """The login of who is looking, for the audit log."""
    user = current_user()
    return user.login if user else "–"


def settle_language() -> None:
    """Once a run, before anything is drawn: a page asks for its words a thousand times, and Streamlit takes its time over each look at the address."""
    _run.language = _language()


def language() -> str:
    """From the switch (kept in the address), else the browser's."""
    return getattr(_run, "language", None) or _language()


def _language() -> str:
    chosen = st.query_params.get("lang") or st.session_state.get("lang")
    if chosen in ("zh", "en"):
        st.session_state["lang"] = chosen
        return chosen
    return "en" if (st.context.locale or "zh").lower().startswith("en") else "zh"


def in_this_language(make: Callable[[], File]) -> Callable[[], File]:
    """`make` for later: a file is made when its button is pressed, in a thread that knows neither address nor reader."""
    chosen = language()

    def made() -> File:
        before = getattr(_run, "language", None)
        _run.language = chosen
        try:
            return make()
        finally:
            _run.language = before

    return made


def own_desk() -> Desk:
    """What the county calls its desk, in the reader's language."""
    return desk(store().settings, language())


def say(key: str, /, **fields: object) -> str:
    """The words of `key` in the reader's language."""
    return t(language(), key, **fields)


def place(name: str) -> str:
    """A place's name in the reader's language: by its sound where they read English."""
    return place_name(language(), name)
