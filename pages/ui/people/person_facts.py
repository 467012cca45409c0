"""What lists have told of a person, beyond the register's own fields: each with its day and where it was read."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from core.policy.facts import Fact, facts
from pages.ui.shared.dates import dated
from pages.ui.shared.session import language, say


def told_facts(found: pd.DataFrame) -> None:
    """A small section, absent where nothing is known: what one list told on one day stands together, the latest first."""
    if found.empty:
        return
    st.markdown(f"**{say('person.facts')}**")
    told = found.groupby(["since", "source"], dropna=False, sort=False)
    for (since, source), rows in sorted(told, key=lambda group: str(group[0][0]), reverse=True):
        cells = "".join(_cell(facts()[row.fact], row.value) for row in rows.itertuples())
        st.html(
            f'<div style="opacity:.65;font-size:13px;overflow-wrap:anywhere">{html.escape(_told(since, source))}</div>'
            '<div style="display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:10px 20px">'
            f"{cells}</div>"
        )


def _told(since: object, source: object) -> str:
    day = "" if pd.isna(since) else dated(since)
    return " · ".join(part for part in (day, source if isinstance(source, str) else "") if part)


def _cell(fact: Fact, value: str) -> str:
    lang = language()
    return (
        '<div style="min-width:0;overflow-wrap:anywhere">'
        f'<div style="opacity:.65;font-size:13px">{html.escape(fact.name(lang))}</div>'
        f"<div>{html.escape(fact.worded(value, lang))}</div></div>"
    )
