"""The list of people on a phone: a card each, that opens their page."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.i18n import format
from pages.ui.shared.links import href
from pages.ui.shared.session import language, place, say


def cards(found: pd.DataFrame) -> None:
    """`found` as core.registry.people.search gives it, with `class` in words and `left` (days)."""
    rows = "".join(map(_card, found.to_dict("records")))
    st.html(f'<ul class="gc-cards" aria-label="{escape(say("page.people"))}">{rows}</ul>')


def _card(row: dict) -> str:
    left = row.get("left")
    days = "" if left is None or pd.isna(left) else say("people.days_left", count=int(left))
    came = [
        row.get("origin"),
        None if pd.isna(row.get("arrived_on")) else format.day(language(), pd.Timestamp(row["arrived_on"]).date()),
    ]
    where = [place(v) for v in (row.get("township"), row.get("place")) if isinstance(v, str)]
    below = " · ".join(escape(str(v)) for v in [*where, row.get("phone"), *came] if isinstance(v, str) and v)
    name = row["name"] if isinstance(row["name"], str) else say("person.nameless")
    state = row["class"] if isinstance(row.get("class"), str) else ""
    return (
        f'<li><a class="go" href="{href("people", person=row["person_id"])}"><span class="gc-name">{escape(name)}</span>'
        f'<span>{escape(days)}</span><span>{escape(state)}</span><span class="gc-why">{below}</span></a></li>'
    )
