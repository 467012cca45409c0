"""Colours as pages use them: of the reader's theme, and of the policy. What they are stands in core/colours.py."""

from __future__ import annotations

import streamlit as st

from core import colours
from core.policy.loader import load_policy


def dark() -> bool:
    """Whether the reader looks at the dark theme."""
    theme = getattr(st.context, "theme", None)
    return bool(theme) and theme.type == "dark"


def of(name: str) -> str:
    """A colour of the theme: accent, ground, text, muted, line, zero, raised …"""
    return (colours.DARK if dark() else colours.LIGHT)[name]


def sequential() -> tuple[str, ...]:
    """Five steps of one hue for maps and heat calendars, from least to most."""
    return colours.SEQUENTIAL_DARK if dark() else colours.SEQUENTIAL


def series() -> tuple[str, ...]:
    """Colours of series, told apart by any eye, that mean neither a grade nor a class."""
    return colours.SERIES


def class_colours() -> dict[str, str]:
    """The fixed colour of every class, from the policy."""
    return {c.code: c.colour for c in load_policy().classes}


def class_names(language: str) -> dict[str, str]:
    """The name of every class in the reader's language, from the policy, in the policy's order."""
    return {c.code: getattr(c, language) for c in load_policy().classes}


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """A colour of six hexadecimal digits → red, green, blue, alpha, as pydeck wants it."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)] + [alpha]
