"""That a grid or a unit is no more, where its page begins."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import streamlit as st

from pages.ui.shared.charts import escape
from pages.ui.shared.dates import dated
from pages.ui.shared.session import say


class Closable(Protocol):
    closed_on: date | None
    closed_note: str | None
    into_name: str | None


def closed_line(found: Closable, today: date) -> None:
    """Since when, what the list said of it, into what it went; nothing of one that is in use."""
    if found.closed_on is None:
        return
    word = "closed.since" if found.closed_on <= today else "closed.from"
    parts = [f"**{say(word, day=dated(found.closed_on))}**", escape(found.closed_note or "")]
    if found.into_name and found.into_name not in (found.closed_note or ""):
        parts.append(say("closed.into", name=escape(found.into_name)))
    parts.append(say("closed.stay"))
    st.warning(say("list.sentences").join(part for part in parts if part), icon=":material/block:")
