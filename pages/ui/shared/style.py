"""The one style sheet (`style.css`), with the colours of the reader's theme as variables."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from core import colours
from pages.ui.shared import palette
from pages.ui.shared.icons import rules
from pages.ui.shared.session import language

SHEET = Path(__file__).with_suffix(".css")
# The fonts that hold Chinese draw curly quotes and middle dots as wide as a Chinese character; in English they are narrow. Latin names are
# longer: a phone has fewer squares beside each other.
ENGLISH = """.stApp { font-variant-east-asian: proportional-width; }
@media (max-width: 768px) { .stApp .gc-squares { grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)) !important; } }"""
# In the dark the accent is light: white on it is hard to read.
ON_LIGHT = f".stApp button[kind^='primary']:not(:disabled) {{ color: {colours.DARK['on_accent']}; }}"


def draw_style() -> None:
    dark = palette.dark()
    sheet = [_variables(dark), _sheet(), ENGLISH if language() == "en" else "", ON_LIGHT + _on_paper() if dark else ""]
    st.html("<style>" + " ".join(sheet) + "</style>")


@cache
def _on_paper() -> str:
    """Paper is light whatever the screen is."""
    text = colours.LIGHT["text"]
    plain = f".stApp :not([class*='gc-']):not([class*='gc-'] *) {{ color: {text} !important; }}"
    return f"@media print {{ {_variables(False)} {plain} .main-svg text {{ fill: {text} !important; }} }}"


@cache
def _sheet() -> str:
    """In one line: Streamlit looks at the indent of each line of what is drawn."""
    return " ".join((SHEET.read_text("utf-8") + rules()).split("\n"))


@cache
def _variables(dark: bool) -> str:
    values = dict(colours.DARK if dark else colours.LIGHT)
    values |= dict(zip(("rail-from", "rail-to"), colours.RAIL, strict=True))
    for severity, (bar, ground, text) in colours.LIT["dark" if dark else "light"].items():
        values |= {f"{severity}-bar": bar, f"{severity}-ground": ground, f"{severity}-text": text}
    return ":root {" + "".join(f" --gc-{name}: {colour};" for name, colour in values.items()) + " }"
