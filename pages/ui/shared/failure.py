"""When a page fails: words for the reader, the place (never values) for the log."""

from __future__ import annotations

import logging
import secrets
import traceback

import streamlit as st

from core.errors import UserError
from pages.ui.shared.session import say

log = logging.getLogger("grid_command")


def show_failure(error: Exception) -> bool:
    """For `st.App(on_script_error=…)`: True, so that Streamlit shows nothing of its own.

    An error's message may hold personal data: the log gets its type and where it happened, under a number that the reader sees too.
    """
    if isinstance(error, UserError):
        st.error(say(f"error.{error.code}", **error.fields))
        return True
    number = secrets.token_hex(3)
    log_failure(f"error {number}", error)
    st.error(say("app.failed", number=number))
    return True


def log_failure(what: str, error: BaseException) -> None:
    """What went wrong, the error's type and where: its message may quote a cell, and is left out."""
    log.error("%s: %s\n%s", what, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
