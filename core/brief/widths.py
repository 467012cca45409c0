"""How wide the columns of a table are: no figure and no short word is broken, long sentences get what is left. One rule for docx, pptx and pdf."""

from __future__ import annotations

import re
import unicodedata

from core.brief.model import Table

SHORT = 6.0  # ems of Chinese that stay on one line
NAME = 9.5  # ems of a name, which heads its row, that do
PADDING = 1.3  # ems of a cell that no text takes
MANY = 5  # columns
BREAKS = re.compile(r"[\s/·]+")


def ems(text: str) -> float:
    """About how wide a text is, in widths of a Chinese character."""
    return sum(1.0 if c == "%" or unicodedata.east_asian_width(c) in "WFA" else 0.6 for c in text)


def size_of(table: Table, *, wide: float, usual: float, small: float) -> float:
    """Points of a table's words: the small ones where many columns would break theirs. `wide`: points that it has."""
    whole = sum(max(ems(text) for text in column) + PADDING for column in _columns(table))
    return usual if whole * usual <= wide or len(table.heads) <= MANY else small


def widths(table: Table, *, room: float) -> list[float]:
    """Parts of the whole, one per column. `room`: ems that a line of the whole table holds."""
    columns = _columns(table)
    least = [max(_least(text) for text in column) + PADDING for column in columns]
    wanted = [max(ems(text) for text in column) + PADDING for column in columns]
    if wanted[0] - PADDING <= NAME and sum(least[1:]) + wanted[0] <= room:
        least[0] = wanted[0]
    if sum(wanted) <= room or sum(least) >= room:
        chosen = wanted if sum(wanted) <= room else least
        # What is left is for all alike: figures do not stand far from their heads.
        more = max(room - sum(chosen), 0.0) / len(chosen)
        chosen = [width + more for width in chosen]
    else:
        more = sum(w - n for w, n in zip(wanted, least, strict=True))
        chosen = [n + (room - sum(least)) * (w - n) / more for w, n in zip(wanted, least, strict=True)]
    return [width / sum(chosen) for width in chosen]


def _columns(table: Table) -> list[list[str]]:
    return [[table.heads[n], *(row[n] for row in table.rows)] for n in range(len(table.heads))]


def lines(text: str, room: float) -> int:
    """Lines that a text takes where one holds `room` ems; words are not broken."""
    found, used = 1, 0.0
    for word in re.findall(r"[^\s\u2e80-\uffef]+\s*|\s+|.", text):
        width = ems(word)
        if used and used + ems(word.rstrip()) > room + 0.05:
            found, used = found + 1, 0.0
        used += width
    return found


def _least(text: str) -> float:
    """Of the longest part that must not be broken."""
    if ems(text) <= SHORT:
        return ems(text)
    return max(
        (min(ems(word), SHORT) if _wide(word) else ems(word) for word in BREAKS.split(text) if word), default=0.0
    )


def _wide(word: str) -> bool:
    return any(unicodedata.east_asian_width(c) in "WF" for c in word)
