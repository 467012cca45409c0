"""The village of a roster that stands only above its table, in the sheet's name or in the file's: it holds for all rows.

What a column or the clerk says is never overridden, and nothing of it is kept for another file with the same header.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.file.read import RawSheet
from core.ingest.meaning.locate import Located
from core.ingest.meaning.table import LABEL, filled
from core.ingest.workspace import Workspace
from core.store import Store

SOURCES = ("title", "sheet", "file")  # the first that names a village decides
PLACES = {"grid", "town", "section"}
EXAMPLE = re.compile(r"例|如[:：]|格式|填写")  # an instruction names a village that need not be this one
TOWN = re.compile(r"镇|(?<![返回下离])乡|街道|鎮|鄉")  # a title without is not looked up beside a column of villages
MOST = 300  # writings of villages that are compared with a town
Sheets = list[tuple[RawSheet, Located]]


def read_places(store: Store, sheets: Sheets, file_name: str) -> Sheets:
    """The sheets, with the place that their titles say as a fixed value where no column says it."""
    lacking = {n: field for n, (_, found) in enumerate(sheets) if (field := _lacks(found))}
    texts = {n: list(_said(*sheets[n], file_name)) for n in lacking}
    wanted = {n: f for n, f in lacking.items() if f == "grid" or any(TOWN.search(text) for _, text in texts[n])}
    if not wanted:
        return sheets
    said = [(n, source, text) for n in wanted for source, text in texts[n]]
    written = [(n, text) for n, field in wanted.items() if field == "town" for text in _villages(*sheets[n])]
    out = list(sheets)
    for n, field, text, source in _named(store, said, written):
        if wanted[n] == field:
            raw, found = out[n]
            said_so = replace(
                found.answers, fixed=found.answers.fixed | {field: text}, read_in={field: SOURCES[source]}
            )
            out[n] = raw, replace(found, answers=said_so)
    return out


def _lacks(found: Located) -> str | None:
    """What a title may say of a sheet: 'grid', 'town' beside a column of villages, or nothing."""
    if found.kind != "people" or found.answers.place == "leave":
        return None
    given = PLACES & ({c.field for c in found.proposals} | set(found.answers.fixed))
    return "grid" if not given else "town" if "town" not in given and "grid" in found.columns else None


def _said(raw: RawSheet, found: Located, file_name: str) -> Iterator[tuple[int, str]]:
    """(which of SOURCES, text without spaces)"""
    stem = Path(file_name).stem
    above = filled(raw.head, raw.merges)[: found.header]
    titles = [text for row in above for text in row if len(text) <= LABEL and not EXAMPLE.search(text)]
    names = [raw.name] if raw.name != stem else []  # a text file has no sheet of its own
    for source, texts in enumerate((titles, names, [stem])):
        for text in dict.fromkeys(texts):
            yield source, re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _villages(raw: RawSheet, found: Located) -> list[str]:
    """Villages as the column writes them, of the first rows."""
    batch, name = next(raw.batches(), None), f"c{found.columns['grid']}"
    if batch is None or name not in batch.column_names:
        return []
    return [text for text in pc.unique(batch[name].slice(0, MOST).cast(pa.string())).to_pylist() if text]


def _named(store: Store, said: list[tuple[int, int, str]], written: list[tuple[int, str]]) -> list[tuple]:
    """(sheet, field, text, source) as titles.sql finds them."""
    work = Workspace(store)
    try:
        rows = {name: [row[at] for row in said] for at, name in enumerate(("sheet", "source", "text"))}
        work.load("said", pa.table(rows, _schema(sheet=pa.int32(), source=pa.int32(), text=pa.string())))
        rows = {name: [row[at] for row in written] for at, name in enumerate(("sheet", "text"))}
        work.load("in_column", pa.table(rows, _schema(sheet=pa.int32(), text=pa.string())))
        return work.script("titles.sql").fetchall()
    finally:
        work.drop()


def _schema(**types: pa.DataType) -> pa.Schema:
    return pa.schema(list(types.items()))
