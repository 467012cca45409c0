"""Every colour of the product, once. Class colours are the policy's; `.streamlit/config.toml` repeats the theme's (a test holds both together).

Meaning has Okabe–Ito colours, which colour-blind eyes tell apart on white and on dark ground; greys carry a page, one accent leads.
"""

from __future__ import annotations

# Edge: a thin line around what has a class's colour; some of those are nearly as dark as the dark ground.
LIGHT = {
    "accent": "#0b6e99", "on_accent": "#ffffff", "ground": "#ffffff", "second": "#f3f5f7", "text": "#1f2a33", "muted": "#5c6b77",
    "line": "#d9dee3", "zero": "#eef1f3", "raised": "#ffffff", "wrong": "#b3400a",
    "edge": "rgba(0,0,0,0)",
}  # fmt: skip
DARK = {
    "accent": "#56b4e9", "on_accent": "#12181d", "ground": "#12181d", "second": "#1b232a", "text": "#e4e9ed", "muted": "#9fb0bc",
    "line": "#33404a", "zero": "#222b32", "raised": "#222b32", "wrong": "#ff9d6b",
    "edge": "#8496a3",
}  # fmt: skip
# The rail and the phone's head: white stands on it in both themes.
RAIL = ("#0b6e99", "#07405a")
# A square, a card: in order it is unlit; only trouble has a colour. (bar and shape, ground, words on that ground)
LIT = {
    "light": {"low": ("#b8c4cb", "#eef2f4", "#5c6b77"), "medium": ("#E69F00", "#fdf3dd", "#805600"), "high": ("#D55E00", "#fbe3d6", "#a83e00")},
    "dark": {"low": ("#4a5b66", "#16242d", "#9fb0bc"), "medium": ("#E69F00", "#33290f", "#f2bb46"), "high": ("#D55E00", "#472110", "#ff9d6b")},
}  # fmt: skip

GRADE = {"low": "#0072B2", "medium": "#E69F00", "high": "#D55E00"}
# Areas of a map by their open alerts: many severe ones, some, only lesser ones.
ALERTS = {"many": "#D55E00", "some": "#eb9a62", "lesser": "#f6d78b"}
ALERTS_DARK = {"many": "#e0690b", "some": "#8a4415", "lesser": "#5e4a12"}
# What is in order is unlit.
RESUMPTION = {"resumed": "#c5d0d7", "applied": "#7db3cd", "closed": "#0b6e99"}
# Flows on a map, from where to where.
FROM, TO = "#56b4e9", "#8e4ec6"
# Series that the story is about; all others are grey. No colour of a grade or a class is among them; they keep apart for colour-blind eyes
# and stand out, as lines, on white and on dark ground.
SERIES = ("#5e3efa", "#d5356a", "#bc8d2f", "#8e80d5", "#287259", "#8a5c45")
# Other series, comparison lines, reference marks, bars that do not speak.
QUIET = "#9aa5ae"
# Behind days off and beneath an expected band: lies equally well on white and on dark ground.
SHADE = "rgba(128, 140, 150, 0.13)"
BAND = "rgba(86, 140, 175, 0.20)"
BAND_GREY = (221, 230, 236)  # the same on paper
CHANGED = "#fff2cc"  # behind a figure that is not as in the last brief
OFFICIAL_RED = (192, 0, 0)  # the head of an official paper and its line (GB/T 9704)
# Five classes of one hue, faint to strong. On dark ground strong means bright, so the order turns.
SEQUENTIAL = ("#d6e6ee", "#a3c8da", "#6aa6c2", "#2f80a5", "#0b4f70")
SEQUENTIAL_DARK = ("#1f3d4c", "#2b6480", "#3a8bb0", "#6cb7d8", "#c0e4f4")
# No data is not zero.
NO_DATA = "#b8bfc5"

# Cells of workbooks that go out: headers, what must be filled in, what is wrong, what is new or changed.
CELLS = {
    "head": "#DCE6F2", "must": "#F8D7A8", "warning": "#FFE699", "error": "#F4B183", "new": "#C6E0B4", "changed": "#FFF2CC",
    "note": "#666666",
}  # fmt: skip
