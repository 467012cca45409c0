"""The rules, a line each."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.i18n import format
from pages.ui.rules.wording import name
from pages.ui.shared.links import href
from pages.ui.shared.session import say

NUMBERS = ("alerts", "unfinished", "most")


def chosen_rule(record: pd.DataFrame) -> str | None:
    """The one that the address names. Address: `rule`."""
    asked = st.query_params.get("rule")
    return asked if asked in record["detector"].tolist() else None


def listing(record: pd.DataFrame, chosen: str | None) -> None:
    heads = ["rule", "state", "budget", *NUMBERS, "precision"]
    if chosen is not None:
        st.html(f'<div class="gc-heading"><h2>{escape(say("rules.all"))}</h2></div>')
    head = "".join(f"<th{_right(h)}>{escape(say(f'rules.col.{h}'))}</th>" for h in heads)
    body = "".join(_row(row, row.detector == chosen) for row in record.itertuples())
    st.html(
        f'<div class="gc-scroll" tabindex="0"><table class="gc-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(row, chosen: bool) -> str:
    label = f'<a class="go" href="{href("rules", rule=row.detector)}">{escape(name(row.detector))}</a>'
    state = say("rules.on" if row.on else "rules.off")
    cells = [format.exact(int(getattr(row, column))) for column in NUMBERS]
    cells = [format.NOTHING if pd.isna(row.budget) else format.exact(int(row.budget)), *cells, precision(row)]
    told = "".join(f'<td class="gc-right">{escape(cell)}</td>' for cell in cells)
    first = f"<b>{label}</b>" if chosen else label
    return f"<tr><td>{first}</td><td>{escape(state)}</td>{told}</tr>"


def precision(row) -> str:
    """Of fewer than ten closed ones none is told."""
    if pd.isna(row.precision):
        return say("rules.too_few", said=int(row.said))
    return say("rules.precision_of", percent=format.percent(row.precision), said=int(row.said))


def _right(head: str) -> str:
    return "" if head in ("rule", "state") else ' class="gc-right"'
