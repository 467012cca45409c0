"""The list of applications on a phone: a card each; a touch takes one, which then stands alone above what decides it."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.i18n import format
from pages.ui.shared.links import href
from pages.ui.shared.session import language, say

TAKEN = "taken"  # of the address: which application was touched


def cards(shown: pd.DataFrame) -> list[int]:
    """`shown` as the list has its rows, in words; the position of the one that was touched."""
    taken = [at for at, number in enumerate(shown.application_id) if str(number) == st.query_params.get(TAKEN)]
    rows = shown.iloc[taken] if taken else shown
    listed = "".join(_card(row, taken=bool(taken)) for row in rows.itertuples())
    if taken:
        st.html(f'<p class="gc-reasons"><a class="go" href="{_here(None)}">{escape(say("exits.back"))}</a></p>')
    st.html(f'<ul class="gc-cards" aria-label="{escape(say("page.exits"))}">{listed}</ul>')
    return taken


def _card(row: tuple, *, taken: bool) -> str:
    """Who asks, until when it is answered, where they go and when; what speaks against it; who decides."""
    state = row.due if row.status == "pending" and isinstance(row.due, str) else say(f"application_status.{row.status}")
    against = say("list.items").join(v for v in (row.class_name, row.notes) if isinstance(v, str) and v)
    days = "–".join(format.day(language(), d) for d in (row.leave_on, row.return_on) if not pd.isna(d))
    goes = " · ".join(v for v in (row.destination, row.reason, days) if isinstance(v, str) and v)
    below = " · ".join(v for v in (row.asked, row.owner, row.where) if isinstance(v, str) and v)
    lines = "".join(f"<span>{escape(v)}</span>" for v in (goes, against) if v)
    to = _here(None if taken else row.application_id)
    return (
        f'<li><a class="go" href="{to}"><span class="gc-name">{escape(row.name)}</span><span>{escape(state)}</span>'
        f'{lines}<span class="gc-why">{escape(below)}</span></a></li>'
    )


def _here(number: int | None) -> str:
    """The list as it is filtered, with that application taken."""
    return href("exits", **{**st.query_params.to_dict(), TAKEN: number})
