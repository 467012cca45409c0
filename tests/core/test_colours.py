"""A colour stands in one place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from core import colours
from core.policy.loader import load_policy
from pages.ui.shared.palette import SHAPES, WORDS, contrast, readable_on

ROOT = Path(__file__).parents[2]
HEX = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
# The policy's classes and the theme; what is printed black on white; pages before log-in have their own sheet; the generator makes somebody else's workbooks.
HOMES = (
    "core/colours.py",
    "core/policy/",
    "core/web/",
    "core/papers/printing.py",
    "core/report/code_sheets.py",
    "sample_data/",
)


def test_no_colour_is_written_elsewhere():
    files = [
        f for room in ("core", "pages") for f in (ROOT / room).rglob("*") if f.suffix in (".py", ".js", ".css", ".sql")
    ]
    wrong = {
        (str(name), found)
        for f in files
        if not str(name := f.relative_to(ROOT).as_posix()).startswith(HOMES)
        for found in HEX.findall(f.read_text("utf-8"))
    }
    assert len(files) > 100
    assert not wrong


def test_the_theme_says_the_same():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    names = {
        "primaryColor": "accent", "backgroundColor": "ground", "secondaryBackgroundColor": "second", "textColor": "text", "borderColor": "line",
    }  # fmt: skip
    for ours, side in ((colours.LIGHT, "light"), (colours.DARK, "dark")):
        assert {name: theme[side][name] for name in names} == {
            name: ours[ours_name] for name, ours_name in names.items()
        }


def test_series_are_neither_grades_nor_classes_and_are_seen_on_both_grounds():
    classes = {c.colour.lower() for c in load_policy().classes}
    taken = classes | {c.lower() for c in colours.GRADE.values()} | {colours.QUIET.lower()}
    assert not taken & {c.lower() for c in colours.SERIES} and len(set(colours.SERIES)) == len(colours.SERIES)
    for colour in colours.SERIES:
        assert min(contrast(colour, theme["ground"]) for theme in (colours.LIGHT, colours.DARK)) >= 3


def test_words_in_a_series_colour_are_readable():
    for theme in (colours.LIGHT, colours.DARK):
        for colour in (*colours.SERIES, *colours.GRADE.values(), *(c.colour for c in load_policy().classes)):
            assert contrast(readable_on(colour, theme["text"], theme["ground"]), theme["ground"]) >= WORDS


def test_what_has_a_classs_colour_is_seen_on_dark_ground():
    text, ground = colours.DARK["text"], colours.DARK["ground"]
    assert contrast(colours.DARK["edge"], ground) >= SHAPES
    for each in load_policy().classes:
        assert contrast(readable_on(each.colour, text, ground, SHAPES), ground) >= SHAPES


def test_pages_before_log_in_have_the_same_accent():
    sheet = (ROOT / "core" / "web" / "templates" / "style.css").read_text("utf-8")
    for theme in (colours.LIGHT, colours.DARK):
        assert all(
            f"--{name}: {theme[key]}" in sheet
            for name, key in (("accent", "accent"), ("ink", "text"), ("line", "line"))
        )
