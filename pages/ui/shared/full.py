"""While the disk is full all can be read and nothing saved: said above every page until there is room again."""

from __future__ import annotations

import streamlit as st

from core.store import Store
from core.store.room import full
from pages.ui.shared.session import say


def draw_full(store: Store) -> None:
    if store.full:
        st.error(say("store.full", **full(store.settings).fields), icon=":material/sd_card_alert:")
