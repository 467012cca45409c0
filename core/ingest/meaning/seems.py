"""What a sheet that was refused seems to be, so that the refusal can say it and what to do: a code of the words `seems.*`."""

from __future__ import annotations

import re

from core.errors import Word
from core.files.read import RawSheet
from core.ingest.meaning.columns import kinds, later_lists
from core.ingest.meaning.header_text import normal_header
from core.ingest.meaning.record_row import first_record
from core.ingest.meaning.table import VALUE, Table, filled, find_tables

ENOUGH = 2  # headers of a later kind of list
COUNT = re.compile(r"数$|数量|合计|总计|户数|人次|占比|率$|count|total|number", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?[\d,，]+(\.\d+)?%?")
SHOWN = 4  # headers named


def seems(raws: list[RawSheet]) -> dict[str, object]:
    """Fields of a refusal: `seems` and `todo` (words), `headers` (the first of them), of the first sheet that holds a table."""
    for raw in raws:
        cells = filled(raw.head, raw.merges)
        if not any(map(any, cells)):
            continue
        tables = find_tables(raw.head, list(raw.head_kinds), raw.merges)
        headers = [name for name in tables[0].names if name] if tables else []
        return _said(_code(cells, tables, headers), headers)
    return _said("nothing", [])


def later_kind(headers: list[str]) -> str | None:
    """The kind of list, one that is taken in later, of which several headers speak: tests, vaccinations."""
    texts = [normal_header(header) for header in headers]
    hits = {kind: sum(any(word in text for word in words) for text in texts) for kind, words in later_lists().items()}
    best = max(hits, key=lambda kind: hits[kind])
    return best if hits[best] >= ENOUGH else None


def _code(cells: list[list[str]], tables: list[Table], headers: list[str]) -> str:
    if later := later_kind(headers):
        return f"later_{later}"
    if first_record(cells) is not None:
        return "no_header"
    lone = sum(sum(map(bool, row)) == 1 for row in cells)
    if lone == sum(map(any, cells)) or (not tables and 2 * lone >= sum(map(any, cells))):
        return "text"
    if not tables:
        return "unclear"
    if _counts(cells[tables[0].header_end + 1 :], tables[0]):
        return "counts"
    known = {f for kind in kinds().values() for header in headers if (f := kind.field_of(header.rpartition("/")[2]))}
    return "one_label" if len(known) == 1 else "some_labels" if known else "strange"


def _counts(rows: list[list[str]], table: Table) -> bool:
    """Figures of each village instead of its people: most columns but the first are called counts or hold small numbers."""
    columns = [c for c, name in enumerate(table.names) if name and normal_header(name) not in ("序号", "编号")]
    figures = [c for c in columns if _of_numbers([row[c] for row in rows if c < len(row) and row[c]])]
    called = [c for c in figures if COUNT.search(table.names[c])]
    return bool(called) and 2 * len(figures) >= len(columns)


def _of_numbers(texts: list[str]) -> bool:
    return bool(texts) and all(NUMBER.fullmatch(t) and VALUE.fullmatch(t.rstrip("%")) and len(t) < 9 for t in texts)


def _said(code: str, headers: list[str]) -> dict[str, object]:
    shown = headers[:SHOWN]
    if len(headers) > SHOWN:
        shown = [*shown[:-1], shown[-1] + "…"]
    return {"seems": Word(f"seems.{code}"), "todo": Word(f"seems_do.{code}"), "headers": shown}
