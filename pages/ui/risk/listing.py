"""The list of risk areas, each a link to whom it concerns: those in force, and folded those that have ended or were removed."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.i18n import format
from pages.ui.shared.controls import Filter
from pages.ui.shared.links import href
from pages.ui.shared.refusals import refusal, refuse
from pages.ui.shared.session import language, place, say
from pages.ui.shared.severity import SHAPES

PAST = ("ended", "removed")


def as_of_line(chosen: Filter) -> None:
    grid = place(chosen.grid.name) if chosen.grid else format.NOTHING
    st.caption(say("risk.context", grid=grid, day=format.day(language(), chosen.last_day, weekday=True)))


def chosen_area(known: pd.DataFrame, number: int | None) -> pd.Series | None:
    """The one that the address names, else the first."""
    if known.empty:
        return None
    found = known[known.area_id == number] if number is not None else known.head(0)
    if found.empty and number is not None:
        refuse("area", "risk.unknown", number=number)
    refusal("area")
    return (found if len(found) else known).iloc[0]


def listing(known: pd.DataFrame, here: pd.Series) -> None:
    past = known.state.isin(PAST)
    st.html(_list(known[~past], here))
    if past.any():
        with st.expander(say("risk.past", count=int(past.sum())), expanded=here.state in PAST):
            st.html(_list(known[past], here))


def level(code: str) -> str:
    """Shape and word in its colour, for HTML."""
    return f'<span class="gc-{code}">{SHAPES[code]} {escape(say(f"risk.level.{code}"))}</span>'


def named(area: object) -> str:
    """In its normal form, with what was published where that says something else; in English, which has no normal form of Chinese addresses, the grid's
    or the published name."""
    published, normal = area.name_ if hasattr(area, "name_") else area["name"], area.place
    if language() == "en":
        return place(normal if isinstance(area.grid_name, str) else published)
    return normal if published in normal or normal in published else f"{normal}（{published}）"


def when(area: object) -> str:
    lang = language()
    if pd.isna(area.ends_on):
        return say("risk.from_on", since=format.day(lang, pd.Timestamp(area.since).date()))
    days = {"since": pd.Timestamp(area.since).date(), "until": pd.Timestamp(area.ends_on).date()}
    return say("risk.from_to", **{k: format.day(lang, v) for k, v in days.items()})


def _list(rows: pd.DataFrame, here: pd.Series) -> str:
    cards = "".join(
        _card(row, row.area_id == here.area_id) for row in rows.rename(columns={"name": "name_"}).itertuples()
    )
    return f'<ul class="gc-cards gc-areas" aria-label="{escape(say("risk.list"))}">{cards}</ul>'


def _card(row: tuple, current: bool) -> str:
    people = (
        ""
        if row.state == "removed"
        else f" · {escape(say('risk.concerns', people=format.exact(row.people + row.unsure)))}"
    )
    state = "" if row.state == "standing" else f" · {escape(say(f'risk.state.{row.state}'))}"
    mark = ' aria-current="true"' if current else ""
    return (
        f'<li><a class="go" href="{href("risk_areas", area=row.area_id)}"{mark}><span class="gc-name">{escape(named(row))}</span>'
        f'{level(row.level)}<span class="gc-why">{escape(when(row))}{state}{people}</span></a></li>'
    )
