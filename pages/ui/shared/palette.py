"""Colours. Greys carry a page, one accent leads, everything else means something (grade, class) or is absent."""

from __future__ import annotations

import streamlit as st

from core.policy.loader import load_policy

# Okabe–Ito: told apart by colour-blind eyes, on white and on dark ground.
GRADE = {"low": "#0072B2", "medium": "#E69F00", "high": "#D55E00"}
SEVERITY = {"low": "#7f8c99", "medium": "#E69F00", "high": "#D55E00"}
# Up to eight series; what is more goes into one grey "others".
SERIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8E6BBF", "#A6761D")
OTHERS = "#9aa5ae"
# Comparison lines, reference marks and bars that do not speak.
QUIET = "#9aa5ae"
# Behind days off and beneath an expected band: lies equally well on white and on dark ground.
SHADE = "rgba(128, 140, 150, 0.13)"
BAND = "rgba(86, 140, 175, 0.20)"
# Five classes of one hue, faint to strong. On dark ground strong means bright, so the order turns.
SEQUENTIAL = ("#d6e6ee", "#a3c8da", "#6aa6c2", "#2f80a5", "#0b4f70")
SEQUENTIAL_DARK = ("#1f3d4c", "#2b6480", "#3a8bb0", "#6cb7d8", "#c0e4f4")
# No data is not zero.
NO_DATA = "#b8bfc5"


def dark() -> bool:
    """Whether the reader looks at the dark theme."""
    theme = getattr(st.context, "theme", None)
    return bool(theme) and theme.type == "dark"


def accent() -> str:
    """The one accent: the theme's primary colour."""
    return "#56b4e9" if dark() else "#0b6e99"


def ground() -> str:
    """The theme's background: only for pictures that are saved."""
    return "#12181d" if dark() else "#ffffff"


def text() -> str:
    return "#e4e9ed" if dark() else "#1f2a33"


def muted() -> str:
    """Labels and notes that step back."""
    return "#9fb0bc" if dark() else "#5c6b77"


def sequential() -> tuple[str, ...]:
    """Five steps of one hue for maps and heat calendars, from least to most."""
    return SEQUENTIAL_DARK if dark() else SEQUENTIAL


def class_colours() -> dict[str, str]:
    """The fixed colour of every class, from the policy."""
    return {c.code: c.colour for c in load_policy().classes}


def class_names(language: str) -> dict[str, str]:
    """The name of every class in the reader's language, from the policy, in the policy's order."""
    return {c.code: getattr(c, language) for c in load_policy().classes}


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """'#0072B2' → [0, 114, 178, 255], as pydeck wants it."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)] + [alpha]
