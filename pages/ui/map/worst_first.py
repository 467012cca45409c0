"""Beside the map: the grids one level down, the one most in trouble first, with why. A row leads on, for those who do without the map."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.i18n import format
from core.registry.cards import Card
from core.report.trouble import level, why
from pages.ui.map.map_controls import Look, kept
from pages.ui.shared import severity
from pages.ui.shared.links import href
from pages.ui.shared.map_view import wide
from pages.ui.shared.scales import indicator_name, indicator_text
from pages.ui.shared.session import language, place, say

FIRST = 5  # on a phone, before the map


def with_trouble(children: pd.DataFrame, opened: pd.DataFrame) -> pd.DataFrame:
    """Children with `severe` (severe alerts not closed), `alerts` (all of them) and `why`, the worst first.

    `children`: core.rollup.series.by_child; `opened`: core.watch.standing.
    """
    severe = opened[opened.severity == "high"].groupby("grid_id").alerts.sum()
    every = opened.groupby("grid_id").alerts.sum()
    found = children.assign(
        severe=children.grid_id.map(severe).fillna(0).astype("int64"),
        alerts=children.grid_id.map(every).fillna(0).astype("int64"),
        why=[why(language(), opened[opened.grid_id == number]) for number in children.grid_id],
    )
    return found.sort_values(["severe", "alerts"], ascending=False, kind="stable").reset_index(drop=True)


def worst_first(children: pd.DataFrame, look: Look, *, card: Card | None) -> None:
    """Draw the list; `card`: of the grid that they lie in, whose grade and responsible stand above them."""
    with st.container(key="map_list"):
        rows = [_row(row, look) for row in children.to_dict("records")]
        head = _head(card) if card else ""
        first = len(rows) if wide() else FIRST
        st.html(head + _list(rows[:first]) + _more(rows[first:]))


def _list(rows: list[str]) -> str:
    return f'<ul class="gc-worst" aria-label="{escape(say("map.worst"))}">{"".join(rows)}</ul>'


def _more(rows: list[str]) -> str:
    """The rest folded away, so that the map is not far below."""
    if not rows:
        return ""
    words = escape(say("map.more_grids", count=len(rows)))
    return f'<details class="gc-worst-more"><summary>{words}</summary>{_list(rows)}</details>'


def _row(row: dict, look: Look) -> str:
    lang, lit = language(), level(row["severe"])
    mark = "" if lit == "low" else f"{severity.mark(lit)} {format.exact(row['severe'])}"
    side = "coverage" if look.colour in ("alerts", "coverage") else look.colour
    figure = f"{indicator_name(lang, side)} {indicator_text(lang, side, row.get(side))}"
    address = href("grid_map", grid=row["code"], **kept())
    return (
        f'<li class="gc-lit-{lit}"><a class="go" href="{address}"><b>{escape(place(str(row["name"])))}</b><span class="gc-value">{mark}</span>'
        f'<span class="gc-why">{escape(row["why"])}</span><small>{escape(figure)}</small></a></li>'
    )


def _head(card: Card) -> str:
    parts = [f"<b>{escape(place(card.grid.name))}</b>"]
    if card.grade:
        parts.append(
            f'<span class="gc-{card.grade.grade}">{severity.mark(card.grade.grade)} {escape(say(f"grade.{card.grade.grade}"))}</span>'
        )
    first = next(iter(card.of("responsible") + card.chain), None)
    parts.append(
        f"{escape(say('duty.responsible'))} {escape(first.name)}" if first else escape(say("map.card.no_responsible"))
    )
    return f'<div class="gc-worst-head">{"".join(f"<span>{p}</span>" for p in parts)}</div>'
