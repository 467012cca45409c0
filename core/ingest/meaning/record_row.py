"""Header or data: judged by what a row holds. A name, an ID number, a phone, a moment, a known village is data, whatever the row's shape."""

from __future__ import annotations

import re

from core.ingest.meaning.columns import values
from core.ingest.meaning.evidence import SHAPES, is_name
from core.ingest.meaning.header_text import normal_header
from core.ingest.meaning.labels import labels

Grid = list[list[str]]

# Of one record alone: no header holds them.
OWN = ("resident_id", "masked", "mobile", "moment")
BELOW = 12  # rows that a row is compared with
ALIKE = 0.6  # of the filled cells below, those that look like the row's own
RECORDS = 3  # rows from which one column of numbers, each somebody's own, makes a list
PLAIN_NUMBER = re.compile(r"\d{1,4}")
# A line to be filled in: “培训专业：电工”, “填报人：”, “培训机构（印章）”.
FILL_IN = re.compile(r"\D{1,14}[:：](?![/\\]).*|.{2,16}[(（](印章|盖章|公章|签章|签字|章)[)）][:：]?", re.DOTALL)


def holds_own(texts: list[str]) -> bool:
    """Does one of the cells hold what is of one record only: an ID number, a phone (hidden in part or not), a moment?"""
    return any(SHAPES[shape].fullmatch(text) for text in texts for shape in OWN)


def is_record(cells: Grid, row: int, grids: frozenset[str] = frozenset()) -> bool:
    """Is a row of `filled` cells a record? Where it holds nothing of one record alone, two cells of it must be values (a name and a
    sex, a village and a date …) and look like those below them; a label that is known speaks against it."""
    texts = [text for text in cells[row] if text]
    if len(set(texts)) < 2:
        return False
    known = sum(normal_header(text) in labels() for text in texts)
    if holds_own(texts):
        return 2 * known < len(texts)
    if known:
        return False
    told = {shape for c, text in enumerate(cells[row]) if text and (shape := _telling(cells, row, c, grids))}
    return len(told) > 1 and bool(told & {"name", "grid"})


def is_fill_in(row: list[str]) -> bool:
    """Is a row above a header one to be filled in? It is no parent of the columns: what is written there changes from file to file."""
    texts = {text for text in row if text}
    if any(normal_header(text) in labels() for text in texts):
        return False
    return bool(texts) and 2 * sum(bool(FILL_IN.fullmatch(text)) for text in texts) >= len(texts)


def first_record(cells: Grid, grids: frozenset[str] = frozenset()) -> int | None:
    """The row from which on there are records and no header above them: the one below it, if there is one, is a record too."""
    for row, texts in enumerate(cells):
        if is_record(cells, row, grids):
            following = next((n for n in range(row + 1, len(cells)) if any(cells[n])), None)
            return row if following is None or is_record(cells, following, grids) else None
        if sum(map(bool, texts)) > 1 and not is_fill_in(texts):
            return None
    return None


def are_records(cells: Grid) -> bool:
    """Does one column hold a number of their own for several rows? In a form each row is about something else."""
    shapes = [SHAPES[shape] for shape in ("resident_id", "mobile")]
    return any(
        len({text for text in column if shape.fullmatch(text)}) >= RECORDS
        for column in zip(*cells, strict=True)
        for shape in shapes
    )


def _telling(cells: Grid, row: int, column: int, grids: frozenset[str]) -> str | None:
    """The shape that a cell shares with most of those below it."""
    below = [r[column] for r in cells[row + 1 : row + 1 + BELOW] if r[column]]
    mine = _shape(cells[row][column], grids)
    if mine is None or len(below) < 2:
        return None
    return mine if sum(_shape(text, grids) == mine for text in below) >= ALIKE * len(below) else None


def _shape(text: str, grids: frozenset[str]) -> str | None:
    if normal_header(text) in values()["sex"] and not text.isdecimal():
        return "sex"
    if normal_header(text) in grids:
        return "grid"
    if is_name(text):
        return "name"
    return "date" if SHAPES["date"].fullmatch(text) and not PLAIN_NUMBER.fullmatch(text) else None
