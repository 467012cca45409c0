"""A chart to take away: one picture that holds the sentence, the note and the source too, made in the reader's browser."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.ui.shared import palette
from pages.ui.shared.charts import FONT
from pages.ui.shared.session import say

SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
WAYS = ("png", "svg", "copy", "copied", "failed")


def picture_buttons(chart: str, *, title: str, note: str, source: str, name: str) -> None:
    """PNG in high resolution, SVG, and a copy for pasting where the browser allows it. `chart`: the key of the chart; `name`: of the file."""
    data = {
        "chart": chart, "title": title, "note": note, "source": source, "name": name, "font": FONT,
        "ink": palette.of("text"), "muted": palette.of("muted"), "ground": palette.of("ground"),
        "words": {way: say(f"picture.{way}") for way in WAYS},
    }  # fmt: skip
    _maker()(key=f"picture_{chart}", data=data, height="content", width="content")


@st.cache_resource
def _maker():
    return st.components.v2.component("picture", js=SCRIPT)
