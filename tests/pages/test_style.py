"""The style sheet: what browsers since Chromium 94 don't know is not needed, and takes no other rule with it."""

from __future__ import annotations

import re
from pathlib import Path

from pages.ui.shared.style import SHEET

TEXT = re.sub(r"/\*.*?\*/", "", SHEET.read_text("utf-8"), flags=re.S)


def test_nothing_that_a_browser_of_94_would_lose_a_declaration_by():
    kept = re.sub(r"([\w-]+): ([^;]*?)vh([^;]*); \1: \2dvh\3;", "", TEXT)  # said in the older unit before
    # color-mix: 111, dvh: 108, nesting: 112, container queries: 105, @layer: 99
    assert not re.findall(r"color-mix|\d[dsl]v[hw]\b|@container|@layer|^\s*&", kept, flags=re.M)


def test_a_selector_that_it_does_not_know_stands_alone():
    """One unknown selector in a list makes the browser drop the rule for all of them."""
    for selectors in re.findall(r"([^{}]+)\{", TEXT):
        known = [":has(" in one for one in re.split(r",(?![^(]*\))", selectors)]
        assert all(known) or not any(known), selectors.strip()


def test_what_hides_marks_of_markdown_stands_in_no_html():
    """There its backslashes would be read: “8 Mar\\: 11 schools”."""
    pages = Path(__file__).parents[2] / "pages"
    marked = [f for f in pages.rglob("*.py") if re.search(r"charts import[^\n]*\bescape\b", f.read_text("utf-8"))]
    assert marked
    wrong = [
        (f.name, line)
        for f in marked
        for line in f.read_text("utf-8").splitlines()
        if re.search(r"</?\w+[^>]*>[^\n]*\{escape\(", line)
    ]
    assert not wrong
