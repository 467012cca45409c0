"""What lists have told of a person, beyond the register's own fields: each with its day and where it was read."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from core.i18n import format
from core.policy.facts import Fact, facts
from pages.ui.shared.session import language, say


def told_facts(found: pd.DataFrame) -> None:
    """A small section, absent where nothing is known."""
    if found.empty:
        return
    st.markdown(f"**{say('person.facts')}**")
    cells = "".join(_cell(facts()[row["fact"]], row) for row in found.to_dict("records"))
    st.html(
        f'<div style="display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px 20px">{cells}</div>'
    )


def _cell(fact: Fact, row: dict) -> str:
    lang = language()
    day = "" if pd.isna(row["since"]) else format.day(lang, row["since"])
    told = " · ".join(part for part in (day, row["source"] if isinstance(row["source"], str) else "") if part)
    return (
        f'<div style="min-width:0;overflow-wrap:anywhere"><div style="opacity:.65;font-size:13px">{html.escape(fact.name(lang))}</div>'
        f"<div>{html.escape(fact.worded(row['value'], lang))}</div>"
        f'<div style="opacity:.65;font-size:12px">{html.escape(told)}</div></div>'
    )
