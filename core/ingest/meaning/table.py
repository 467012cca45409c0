"""Where a sheet's table is and what its columns are called, whatever it holds: titles and notes above it, headers of several
rows with merged parents, groups side by side. Knows no kind of list; `locate` maps what is found here to one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from core.files.cells import LOOK
from core.files.merged import Merge
from core.ingest.meaning.chain import are_of_one_row
from core.ingest.meaning.columns import is_timed
from core.ingest.meaning.header_text import normal_header
from core.ingest.meaning.labels import labels as known_labels
from core.ingest.meaning.record_row import Grid, first_record, is_fill_in, is_record

DEEPEST = 4  # rows of one header
LABEL = 60  # characters; longer text is an instruction
NARROW = 3  # columns up to which a single known label heads a table

VALUE = re.compile(r"[\d\s.,:：/\\+%¥￥$年月日时分秒-]+[Xx]?")
PLACEHOLDER = re.compile(r"\{\{|\}\}|\$\{|\{\$")


@dataclass(frozen=True)
class Table:
    """Rows are counted from 0 among the rows read. `names` has one entry per column ('' where the table has none): the header's
    rows joined as “parent/child”."""

    header: int
    header_end: int
    names: tuple[str, ...]
    group: str = ""  # of tables side by side, what stands above this one, or its number
    shared: tuple[int, ...] = ()  # columns that belong to all of the tables side by side
    headless: bool = False  # no row is a header: `header_end` is the last one above the records
    bare: tuple[int, ...] = ()  # columns without a label, called by their letters

    @property
    def above(self) -> int:
        """How many rows stand above the header, or above the records of a table without one."""
        return self.header + 1 if self.headless else self.header


def find_tables(head: list[list[str | None]], kinds: list[list[int]], merges: list[Merge] | tuple = ()) -> list[Table]:
    """The table of a sheet, or the tables side by side; empty when no row looks like a header.

    `head`: the first rows; `kinds`: the kind of each of their cells (cells.TEXT …), empty where all are text.
    """
    cells = filled(head, merges)
    usual = max((sum(map(bool, row)) for row in cells), default=0)
    for index, row in enumerate(cells[:LOOK]):
        labels = [c for c, text in enumerate(row) if text]
        if is_fill_in(row) and usual > 1:
            continue
        if is_record(cells, index):
            break
        narrow = usual <= NARROW and len(labels) == 1 and normal_header(row[labels[0]]) in known_labels()
        title = len(labels) == 1 < usual and not narrow
        if (
            labels
            and not title
            and 2 * len(labels) >= usual
            and _all_labels(row, kinds[index] if index < len(kinds) else [])
        ):
            return tables_at(cells, merges, index)
    return []


def headless_table(
    head: list[list[str | None]], merges: list[Merge] | tuple = (), grids: frozenset[str] = frozenset()
) -> Table | None:
    """The table of a sheet that begins with its first record, under titles at most. `grids`: codes and names of the register."""
    cells = filled(head, merges)
    first = first_record(cells, grids)
    if first is None or first >= LOOK:
        return None
    return Table(first - 1, first - 1, ("",) * len(cells[0]), headless=True)


def table_below(head: list[list[str | None]], merges: list[Merge] | tuple, row: int | None) -> list[Table]:
    """The table, or the tables side by side, whose header the clerk says: its first row (from 0), or None where there is none."""
    cells = filled(head, merges)
    if row is None:
        top = next((n for n, texts in enumerate(cells) if any(texts)), 0)
        return [Table(top - 1, top - 1, ("",) * max(map(len, cells), default=0), headless=True)]
    return tables_at(cells, merges, row) if row < len(cells) else []


def _all_labels(row: list[str], kinds: list[int]) -> bool:
    texts = [(text, kinds[c] if c < len(kinds) else 1) for c, text in enumerate(row) if text]
    good = sum(kind == 1 and is_label(text) for text, kind in texts)
    return good >= 0.8 * len(texts) and not any(PLACEHOLDER.search(text) for text, _ in texts)


def is_label(text: str) -> bool:
    return len(text) <= LABEL and not VALUE.fullmatch(text)


def filled(head: list[list[str | None]], merges: list[Merge] | tuple) -> Grid:
    """The cells without blanks around them; a merged parent stands above each of its columns, a merged title only once."""
    width = max(map(len, head), default=0)
    cells = [[clean(c) for c in row] + [""] * (width - len(row)) for row in head]
    lone = {n for n, row in enumerate(cells) if sum(map(bool, row)) == 1}  # a title, however wide
    for top, left, bottom, right in merges:
        if left < right < width and bottom < len(cells) and top not in lone:
            for row in cells[top : bottom + 1]:
                row[left : right + 1] = [cells[top][left]] * (right - left + 1)
    return cells


def clean(text: str | None) -> str:
    return re.sub(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+", " ", text or "").strip()


def tables_at(cells: Grid, merges: list[Merge] | tuple, top: int) -> list[Table]:
    """The table, or the tables side by side, of a header that begins in row `top` of `filled` cells."""
    end = _header_end(cells, merges, top)
    rows = [_parents(cells[r], cells[r + 1 : end + 1]) for r in range(top, end)] + [cells[end]]
    paths = [_path([row[c] for row in rows]) for c in range(len(cells[end]))]
    names = tuple("/".join(path) for path in paths)
    columns = [c for c, path in enumerate(paths) if path]
    shared, blocks = _blocks([paths[c][-1] for c in columns])
    if not blocks or (shared and (_tell_of_people(paths, columns, blocks) or _tell_of_times(paths, columns, blocks))):
        return [Table(top, end, names)]
    return [_group(Table(top, end, names), paths, columns, shared, block, n) for n, block in enumerate(blocks, 1)]


def _header_end(cells: Grid, merges: list[Merge] | tuple, top: int) -> int:
    end = top
    while end - top < DEEPEST - 1 and end + 1 < len(cells):
        tall = any(
            top <= m[0] <= end < m[2] < top + DEEPEST and is_label(cells[m[0]][m[1]])
            for m in merges
            if m[1] < len(cells[top])
        )
        wide = any(m[0] == m[2] == end and m[1] < m[3] for m in merges)
        below = (wide and _children(cells[end], cells[end + 1])) or _fills_gaps(cells, end)
        if not tall and (not below or is_record(cells, end + 1)):
            break
        end += 1
    return end


def _children(row: list[str], below: list[str]) -> bool:
    """Whether the row below names parts: a repeated parent stands above different labels."""
    return any(
        a and a == b and x and y and x != y and is_label(x) and is_label(y)
        for (a, b), (x, y) in zip(pairwise(row), pairwise(below), strict=True)
    )


def _fills_gaps(cells: Grid, row: int) -> bool:
    """Without merged cells (CSV, ODS): the row below stands in the gaps of this one, and leaves out what this one names alone."""
    here, below = cells[row], cells[row + 1]
    labels = [text for text in below if text]
    gaps = [c for c, text in enumerate(below) if text and not here[c]]
    alone = [c for c, text in enumerate(here) if text and not below[c]]
    parents = [c for c in gaps if c and below[c - 1] and (here[c - 1] or c - 1 in gaps)]
    return len(labels) > 1 and bool(parents) and parents == gaps and bool(alone) and all(map(is_label, labels))


def _parents(row: list[str], below: Grid) -> list[str]:
    """A parent reaches over the blanks to its right that have labels of their own below."""
    out = list(row)
    for c in range(1, len(out)):
        if not out[c] and out[c - 1] and all(any(r[x] and r[x] != out[c - 1] for r in below) for x in (c - 1, c)):
            out[c] = out[c - 1]
    return out


def _path(parts: list[str]) -> list[str]:
    """The labels of a column from top to bottom; a label merged over several rows counts once."""
    return [text for n, text in enumerate(parts) if text and text not in parts[:n]]


def _blocks(labels: list[str]) -> tuple[int, list[range]]:
    """Labels that repeat as a whole, after up to three shared ones: (number shared, positions of each block)."""
    for shared in range(4):
        rest = labels[shared:]
        for count in range(len(rest) // 2, 1, -1):
            size, odd = divmod(len(rest), count)
            if not odd and len(set(rest[:size])) == size and rest == rest[:size] * count:
                return shared, [range(shared + n * size, shared + (n + 1) * size) for n in range(count)]
    return 0, []


def _tell_of_people(paths: list[list[str]], columns: list[int], blocks: list[range]) -> bool:
    parents = [paths[columns[block[0]]][-2] if len(paths[columns[block[0]]]) > 1 else "" for block in blocks]
    return are_of_one_row([paths[columns[at]][-1] for at in blocks[0]], parents)


def _tell_of_times(paths: list[list[str]], columns: list[int], blocks: list[range]) -> bool:
    """Do the blocks tell of several days or times of one row: 上午, 下午 below 第1天, below 第2天 …?"""
    below = [paths[columns[at]] for block in blocks for at in block]
    timed = [len(path) > 1 and is_timed(path[-2] + path[-1]) for path in below]
    return 2 * sum(timed) > len(timed)


def _group(whole: Table, paths: list[list[str]], columns: list[int], shared: int, block: range, number: int) -> Table:
    own = [columns[at] for at in block]
    common = tuple(columns[:shared])
    names = tuple(paths[c][-1] if c in own else whole.names[c] if c in common else "" for c in range(len(whole.names)))
    parents = {paths[c][0] if len(paths[c]) > 1 else "" for c in own}
    parent = parents.pop() if len(parents) == 1 else ""
    return Table(whole.header, whole.header_end, names, parent or str(number), common)
