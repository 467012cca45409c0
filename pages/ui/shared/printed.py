"""What only paper shows: whose page this is at its top and foot, and tables whose rows are drawn on screen as a picture; and the way there."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.i18n import format
from core.registry import grids
from core.rollup import judged_day
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.session import language, place, say

ROWS = 60  # of a table
# Charts are drawn as wide as the window was; on paper they have to shrink as a whole.
SCRIPT = """
export default function () {
  const shrink = () => document.querySelectorAll(".js-plotly-plot .main-svg").forEach((svg) => {
    const [width, height] = [svg.getAttribute("width"), svg.getAttribute("height")];
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const box = svg.closest(".svg-container");
    box.style.setProperty("--gc-shape", `${width} / ${height}`);
    box.style.setProperty("--gc-wide", `${width}px`);
  });
  const asked = (event) => { if (event.target.closest?.("button.gc-print")) print(); };
  addEventListener("beforeprint", shrink);
  document.addEventListener("click", asked);
  return () => { removeEventListener("beforeprint", shrink); document.removeEventListener("click", asked); };
}
"""


def print_head(store: Store, user: User, here: str) -> str:
    """County, page, up to which day the data are in, when the page was made; the foot of every sheet has it too."""
    county = read(_county, store, user.scope)
    name = " · ".join(part for part in (county and place(county), say(f"page.{here}")) if part)
    made = format.moment(language(), clock.now())
    line = say("print.made", moment=made, day=format.day(language(), judged_day(store)), name=user.name)
    return (
        f'<div class="gc-print-head"><b>{escape(name)}</b><span>{escape(line)}</span></div>'
        f"<style>@page {{ @bottom-left {{ content: {css_text(f'{name} · {made}')} }} }}</style>"
    )


def fit_paper() -> None:
    """Let charts shrink to the sheet, and buttons that print do so. Draws nothing; called once by what surrounds every page."""
    _shrinker()(key="print_shrinker", height=1)


@st.cache_resource
def _shrinker():
    return st.components.v2.component("fit_paper", js=SCRIPT)


def print_button() -> None:
    """Lead to the browser's own way to print: on a phone there are no keys to press."""
    st.html(f'<button class="gc-do gc-print" type="button">{escape(say("print.do"))}</button>', width="content")


def print_rows(shown: pd.DataFrame, *, key: str, right: Collection[str] = ()) -> None:
    """The first rows of a table in words, for paper, and how many more there are. `right`: columns of numbers."""
    sides = [' class="gc-right"' if name in right else "" for name in shown.columns]
    head = "".join(f"<th{side}>{escape(str(name))}</th>" for side, name in zip(sides, shown.columns, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{side}>{escape(_text(v))}</td>" for side, v in zip(sides, row, strict=True)) + "</tr>"
        for row in shown.head(ROWS).itertuples(index=False, name=None)
    )
    more = len(shown) - ROWS
    rest = f"<p>{escape(say('print.more', count=format.exact(more)))}</p>" if more > 0 else ""
    with st.container(key=f"print_{key}"):
        st.html(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{rest}")


def _text(value: object) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return format.NOTHING
    return str(value)


def _county(store: Store, scope: object) -> str | None:
    found = grids.start_grid(store, scope)
    return found.name if found else None


def css_text(text: str) -> str:
    """As a string of CSS; names come from spreadsheets: whatever is neither letter nor figure is written as its number."""
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'
