"""Colours as pages use them: of the reader's theme, and of the policy. What they are stands in core/colours.py."""

from __future__ import annotations

import streamlit as st

from core import colours
from core.policy.names import known_classes
from core.policy.running import running
from pages.ui.shared.session import store

WORDS, SHAPES = 4.5, 3.0  # contrast of small words, and of lines and areas, with their ground


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
    """The fixed colour of every class, those no longer in force too."""
    return {code: c.colour for code, c in known_classes().items()}


def class_names(language: str) -> dict[str, str]:
    """The name of every class in the reader's language, those no longer in force too: alerts and histories speak of them."""
    return {code: getattr(c, language) for code, c in known_classes().items()}


def running_classes(language: str) -> dict[str, str]:
    """The names of the classes of the policy that runs, in its order: what may be chosen."""
    return {c.code: getattr(c, language) for c in running(store()).classes}


def readable(colour: str) -> str:
    """The colour moved as far to the text's as words in it need on the ground of the reader's theme."""
    return readable_on(colour, of("text"), of("ground"))


def seen(colour: str) -> str:
    """The colour of a line or a faint area: on dark ground as far to the text's as shapes need. What is pale on light ground stays so."""
    return readable_on(colour, of("text"), of("ground"), SHAPES) if dark() else colour


def readable_on(colour: str, text: str, ground: str, least: float = WORDS) -> str:
    """The same of any text and ground."""
    return next(mixed for n in range(11) if contrast(mixed := mix(colour, text, n / 10), ground) >= least)


def mix(one: str, other: str, share: float) -> str:
    """Between two colours of six hexadecimal digits; `share` of the second."""
    pairs = zip(rgb(one)[:3], rgb(other)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """As WCAG counts it, 1 to 21."""
    light, dark_one = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark_one + 0.05)


def _luminance(colour: str) -> float:
    parts = [c / 255 for c in rgb(colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """A colour of six hexadecimal digits → red, green, blue, alpha, as pydeck wants it."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)] + [alpha]
