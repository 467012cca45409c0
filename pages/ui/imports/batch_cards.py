"""The batches on a phone: a card each, that opens it (`batch` in the address)."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.i18n import format
from pages.ui.shared.links import href
from pages.ui.shared.session import language, say

COUNTS = ("new", "changed", "unchanged", "rejected")


def batch_cards(listed: pd.DataFrame) -> int | None:
    """Draw them; the position of the batch in the address, if it is among them."""
    cards = "".join(map(_card, listed.to_dict("records")))
    st.html(f'<ul class="gc-cards" aria-label="{escape(say("imports.history"))}">{cards}</ul>')
    wanted = st.query_params.get("batch", "")
    at = [
        n
        for n, (batch, sheet) in enumerate(zip(listed.batch_id, listed.sheet, strict=True))
        if f"{batch}.{sheet}" == wanted
    ]
    return at[0] if at else None


def _card(row: dict) -> str:
    when = format.moment(language(), pd.Timestamp(row["imported_at"]).to_pydatetime())
    facts = [say(f"kind.{row['kind']}"), row["sheet"], when, row["actor"]]
    told = [f"{say(f'imports.state.{name}')} {format.exact(int(row[name]))}" for name in COUNTS if row[name]]
    address = href("imports", batch=f"{row['batch_id']}.{row['sheet']}")
    return (
        f'<li><a class="go" href="{address}"><span class="gc-name">{escape(str(row["file_name"]))}</span>'
        f"<span>{escape(say('imports.batch_state.' + row['status']))}</span>"
        f'<span>{escape(" · ".join(told))}</span><span class="gc-why">{escape(" · ".join(str(f) for f in facts if f))}</span></a></li>'
    )
