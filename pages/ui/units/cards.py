"""The list of units on a phone: a card each, that opens it."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pages.ui.shared.links import href
from pages.ui.shared.session import place, say


def cards(found: pd.DataFrame) -> None:
    """`found` as core.registry.units.units gives it."""
    st.html(
        f'<ul class="gc-cards" aria-label="{escape(say("units.list"))}">{"".join(map(_card, found.itertuples()))}</ul>'
    )


def _card(row: tuple) -> str:
    state = escape(say(f"resumption.{row.resumption}"))
    told = None if row.resumption == "resumed" or pd.isna(row.obstacle) else row.obstacle
    facts = [
        place(row.township) if isinstance(row.township, str) else None,
        say(f"unit_kind.{row.kind}"),
        row.responsible,
        row.phone,
    ]
    below = " · ".join(escape(str(f)) for f in facts if not pd.isna(f))
    why = f"<span>{escape(told)}</span>" if told else ""
    return (
        f'<li><a class="go" href="{href("units", unit=row.code)}"><span class="gc-name">{escape(row.name)}</span>'
        f'<span class="gc-state-{row.resumption}">{state}</span>{why}<span class="gc-why">{below}</span></a></li>'
    )


def readiness_cards(found: pd.DataFrame) -> None:
    """`found` as core.registry.readiness gives it, with `why` in words."""
    rows = "".join(map(_readiness_card, found.itertuples()))
    st.html(f'<ul class="gc-cards" aria-label="{escape(say("readiness.view_readiness"))}">{rows}</ul>')


def _readiness_card(row: tuple) -> str:
    facts = [
        place(row.township) if isinstance(row.township, str) else None, say(f"unit_kind.{row.kind}"), row.responsible, row.phone,
    ]  # fmt: skip
    below = " · ".join(escape(str(f)) for f in facts if not pd.isna(f))
    state = {"blocked": "closed", "nearly": "applied", "ready": "resumed"}[row.readiness]
    return (
        f'<li><a class="go" href="{href("units", unit=row.code)}"><span class="gc-name">{escape(row.name)}</span>'
        f'<span class="gc-state-{state}">{escape(say(f"readiness.{row.readiness}"))}</span><span>{escape(row.why)}</span>'
        f'<span class="gc-why">{below}</span></a></li>'
    )
