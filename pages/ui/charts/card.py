"""One chart on the page: its sentence, the picture, why it was chosen, what it may be changed to; a row of ways to take charts away."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.charts import Chart, Sheet, chart
from core.charts.choices import alongs, chosen, kinds, measures, splits
from core.charts.native import to_slides, to_workbook
from core.charts.propose import ROWS
from core.charts.wording import reason_words, title_words
from pages.ui.charts.drawing import drawn
from pages.ui.shared import charts
from pages.ui.shared.file_button import file_button
from pages.ui.shared.picture import picture_buttons
from pages.ui.shared.session import language, own_desk, say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def changed(sheet: Sheet, proposed: Chart, key: str) -> Chart:
    """The proposal, or what its reader made of it. Drawn above the chart: the kind with one click, the rest behind “change”."""
    p = proposed.proposal
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.popover(say("charts.change"), icon=":material/tune:"):
            y = _pick("charts.measure", measures(sheet), p.y if p.y in measures(sheet) else ROWS, sheet, f"{key}_y")
            x = _pick("charts.along", list(dict.fromkeys([*alongs(sheet), p.x])), p.x, sheet, f"{key}_x")
            held = st.container()
        base = "bar" if p.kind == "bars" else p.kind
        offered = kinds(sheet, x, y)
        if p.kind == "map" and x == p.x:
            offered = ["map", *offered]
        kind = st.segmented_control(
            say("charts.kind_label"), offered, format_func=lambda k: say(f"charts.kind.{k}"), default=base if base in offered else offered[0],
            key=f"{key}_kind_{x}_{y}", label_visibility="collapsed",
        ) or offered[0]  # fmt: skip
        with held:
            possible = ["", *splits(sheet, x, y, kind)]
            colour = _pick("charts.split", possible, p.colour if p.colour in possible else "", sheet, f"{key}_colour_{x}_{y}_{kind}")  # fmt: skip
    same = (x, y, colour or None, kind) == (p.x, p.y, p.colour if p.colour in possible else None, base)
    return proposed if same else chart(sheet, chosen(sheet, x, y, colour or None, kind))


def _pick(words: str, options: list[str], now: str, sheet: Sheet, key: str) -> str:
    def told(name: str) -> str:
        if name == ROWS:
            return say("charts.rows")
        found = sheet.named(name)
        return found.label if found else say("charts.no_split")

    return st.selectbox(say(words), options, index=options.index(now), format_func=told, key=key)


def shown(made: Chart, key: str, source: str) -> None:
    """The sentence, the picture, its source and reason, and the picture to take away."""
    lang = language()
    title, reason = title_words(lang, made), reason_words(lang, made, source)
    charts.heading(title, reason)
    charts.show(drawn(made), key=f"{key}_drawn", alt=title)
    picture_buttons(f"{key}_drawn", title=title, note=reason, source=own_desk().name, name=f"charts-{key}")


def files(key: str, found: Callable[[], list[tuple[Chart, str]]]) -> None:
    """Workbook and slides with charts that can be changed, made when asked for."""
    lang = language()

    def made(how: Callable[..., bytes]) -> bytes:
        pairs = found()
        return how([c for c, _ in pairs], lang=lang, sources=[s for _, s in pairs])

    with st.container(horizontal=True):
        file_button(say("charts.xlsx"), lambda: made(to_workbook), "charts.xlsx", mime=XLSX, on_click="ignore", key=f"{key}_xlsx", icon=":material/download:", type="tertiary")  # fmt: skip
        file_button(say("charts.pptx"), lambda: made(to_slides), "charts.pptx", mime=PPTX, on_click="ignore", key=f"{key}_pptx", icon=":material/slideshow:", type="tertiary")  # fmt: skip
