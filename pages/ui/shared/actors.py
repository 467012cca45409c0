"""Who did something, in words: the name behind a login; what nobody did by hand by what did it."""

from __future__ import annotations

import streamlit as st

from core.access.accounts import staff_names
from core.i18n import has, t
from core.store import Store
from pages.ui.shared.session import language, store


def actor(who: object) -> str:
    """Of the system, the command line and the demonstration in the reader's language; nothing for nobody; of an account that is no more its login."""
    if not isinstance(who, str):
        return ""
    key = f"actor.{who.replace(' ', '_')}"
    return t(language(), key) if has(key) else _names(store(), _key(store())).get(who, who)


def _key(known: Store) -> tuple:
    return known.settings.db, id(known), known.version


@st.cache_data(ttl=600, max_entries=4, show_spinner=False)
def _names(_store: Store, key: tuple) -> dict[str, str]:
    return staff_names(_store)
