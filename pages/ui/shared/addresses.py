"""Where a code leads."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from core.access.address import own_address
from core.store import Store


def begin(store: Store) -> str:
    """What the addresses in codes begin with."""
    opened = urlsplit(st.context.url or "")
    return own_address(store.settings, seen=f"{opened.scheme}://{opened.netloc}" if opened.netloc else "")
