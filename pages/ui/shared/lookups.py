"""A number is looked for, unless the reader has looked for too many that were nobody's."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.registry.lookups import check_lookup
from core.store import Store
from pages.ui.shared.session import say


def may_look_up(store: Store, user: User, text: str) -> bool:
    """Where not, it says so."""
    try:
        check_lookup(store, user, text, now=clock.now())
    except UserError as error:
        st.warning(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return False
    return True
