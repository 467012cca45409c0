"""What was sent, and what was not and why."""

from __future__ import annotations

import streamlit as st

from core.notify import messages
from core.report.notices import notice_text
from core.store import Store
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

COLUMNS = (
    Column("made_at", "channel.col.made_at", kind="moment"),
    Column("channel", "channel.col.channel"),
    Column("text", "channel.col.text", width="large"),
    Column("status", "channel.col.status", kind="code", words="message_status."),
    Column("tries", "channel.col.tries", kind="number"),
    Column("error", "channel.col.error", kind="code", words="send_error."),
)


def history(store: Store) -> None:
    st.markdown(f"##### {say('channel.history')}")
    found = messages(store)
    found["text"] = [notice_text(language(), told).replace("\n", " ") for told in found["told"]]
    table(found, COLUMNS, key="messages", rows=10, empty="channel.history_none")
