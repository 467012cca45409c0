"""How severe something is, drawn one way everywhere: a shape, a word, a colour; any one of them is enough."""

from __future__ import annotations

from html import escape

from pages.ui.shared.session import say

SHAPES = {"high": "▲", "medium": "◆", "low": "●", "unknown": "○"}
COLOURS = {"high": "red", "medium": "orange", "low": "gray", "unknown": "gray"}  # of Streamlit's Markdown


def words(severity: str) -> str:
    """“▲ 严重”, for tables and choices that take plain text."""
    return f"{SHAPES[severity]} {say('severity.' + severity)}"


def markdown(severity: str) -> str:
    """The same in its colour, for Markdown."""
    return f":{COLOURS[severity]}[{words(severity)}]"


def labelled(severity: str) -> str:
    """Shape and word in its colour, for HTML."""
    return f'<span class="gc-{severity}">{escape(words(severity))}</span>'


def mark(severity: str) -> str:
    """The shape alone in its colour, for HTML; the word is there for those who hear the page."""
    word = escape(say("severity." + severity))
    return (
        f'<span class="gc-mark gc-{severity}" role="img" aria-label="{word}" title="{word}">{SHAPES[severity]}</span>'
    )
