"""A form for one person (labels beside what is to be filled in) told from a list (labels above it)."""

from __future__ import annotations

from core.ingest.meaning.header_text import normal_header
from core.ingest.meaning.labels import labels
from core.ingest.meaning.table import Grid

LOOK = 14  # rows
ROWS = 3  # that begin with different labels


def is_form(cells: Grid) -> bool:
    """Whether at least three rows begin with a label each, all different, and most of those rows have more labels or one value."""
    first = [next((normal_header(text) for text in row if text), "") for row in cells[:LOOK]]
    begun = [text for text in first if text in labels()]
    return len(set(begun)) >= ROWS and 2 * len(begun) > sum(map(bool, first))
