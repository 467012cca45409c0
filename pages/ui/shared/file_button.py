"""A file to take away."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.shared.session import in_this_language


def file_button(label: str, data: Callable[[], bytes | str] | bytes | str, file_name: str, **options: object) -> bool:
    """As st.download_button. What is made when the button is pressed is in the language of who presses it."""
    return st.download_button(label, in_this_language(data) if callable(data) else data, file_name, **options)
