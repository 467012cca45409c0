"""The village of a roster that stands only above its table, in the sheet's name or in the file's: it holds for all rows; headings
within the table hold for the rows below them.

What a column or the clerk says is never overridden, and nothing of it is kept for another file with the same header.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.files.read import RawSheet
from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.located import Located
from core.ingest.meaning.row_looks import is_section
from core.ingest.meaning.table import LABEL, filled
from core.ingest.workspace import Workspace
from core.store import Store

SOURCES = ("title", "sheet", "file")  # the first that names a village decides
LIST = re.compile(r"花名册|名册|名单|登记表|统计表|人员")
VILLAGE = re.compile(r"(?<!自然)村|社区|居委")  # one that nobody knows is not the village above it
# What headings may say of a field that is wanted.
BY_ROWS = {"grid": ("rows",), "town": ("town_rows",), "area_code": ("rows", "town_codes")}
PLACES = {"grid", "town", "section"}
WITHIN = r"^第?([0-9]{1,3}|[一二三四五六七八九十]{1,3})(村民小组|村民组|小组|组|生产队|队|屯)?$"  # says nothing without its village
EXAMPLE = re.compile(r"例|如[:：]|格式|填写")  # an instruction names a village that need not be this one
TOWN = re.compile(r"镇|(?<![返回下离])乡|街道|鎮|鄉")  # a title without is not looked up beside a column of villages
MOST = 2_000  # rows looked at
Sheets = list[tuple[RawSheet, Located]]


def read_places(store: Store, sheets: Sheets, file_name: str) -> Sheets:
    """The sheets, with the place that their titles say where no column says it, or else the unit (a school's 晨午检表)."""
    lacking = {n: field for n, (raw, found) in enumerate(sheets) if (field := _lacks(raw, found))}
    unitless = [n for n, (_, found) in enumerate(sheets) if _lacks_unit(found)]
    texts = {n: list(_said(*sheets[n], file_name)) for n in {*lacking, *unitless}}
    headings = {n: list(lone_rows(*sheets[n])) for n in lacking}
    wanted = {n: f for n, f in lacking.items() if f == "grid" or _names_town(texts[n], headings[n], f)}
    if not wanted and not unitless:
        return sheets
    said = [(n, source, _bare(text)) for n in {*wanted, *unitless} for source, text in texts[n]]
    said += [(n, len(SOURCES) + k, _bare(text)) for n in wanted for k, (_, text) in enumerate(headings[n])]
    written = [(n, text) for n, field in wanted.items() if field == "town" for text in _written(*sheets[n], "grid")]
    told = _named(store, said, written)
    out = list(sheets)
    for n, wish in wanted.items():
        raw, found = out[n]
        whole = next(((text, SOURCES[s]) for m, field, text, s in told if m == n and field == wish), None)
        below = {
            headings[n][s - len(SOURCES)][0]: text for m, field, text, s in told if m == n and field in BY_ROWS[wish]
        }
        if below:
            unknown = {row: None for row, text in headings[n] if row not in below and _names_another(text, wish)}
            out[n] = raw, _by_rows(raw, found, wish, whole[0] if whole else None, sorted((below | unknown).items()))
        elif whole:
            out[n] = raw, _told(found, wish, *whole)
    for n in (n for n in unitless if out[n] is sheets[n]):
        raw, found = out[n]
        unit = next(((text, SOURCES[s]) for m, field, text, s in told if m == n and field == "block"), None)
        out[n] = raw, _told(found, "block", *unit) if unit else found
    return out


def _names_town(titles: list[tuple[int, str]], headings: list[tuple[int, str]], field: str) -> bool:
    """Is there a town to look up? What a title says of units is not where they lie."""
    return any(TOWN.search(text) for _, text in [*(titles if field == "town" else ()), *headings])


def _names_another(text: str, field: str) -> bool:
    """A heading that names a place that nobody knows is not the one above it."""
    return bool((VILLAGE if field == "grid" else TOWN).search(text))


def _told(found: Located, field: str, text: str, where: str) -> Located:
    answers = replace(
        found.answers, fixed=found.answers.fixed | {field: text}, read_in=found.answers.read_in | {field: where}
    )
    return replace(found, answers=answers)


def _by_rows(
    raw: RawSheet, found: Located, field: str, first: str | None, below: list[tuple[int, str | None]]
) -> Located:
    """Each heading's place holds for the rows below it, the title's for those above the first."""
    headings = tuple((raw.first_row + row, code) for row, code in ((found.header_end, first), *below))
    codes = dict.fromkeys(code for _, code in headings if code)
    return replace(_told(found, field, "、".join(codes), "rows") if codes else found, headings=headings, headed=field)


def _lacks(raw: RawSheet, found: Located) -> str | None:
    """What a title or headings may say of a sheet: 'grid', where no column says more than the number of a section; 'town' beside a
    column of villages; 'area_code' of units; or nothing."""
    if found.kind == "units" and found.answers.place != "leave":
        told = {"area_code", "town"} & (set(found.columns) | set(found.answers.fixed))
        return None if told else "area_code"
    if not descriptor(found.kind).by_name or found.answers.place == "leave":
        return None
    given = PLACES & ({f for c in found.proposals for f in c.fields} | set(found.answers.fixed))
    if given == {"section"} and "section" in found.columns:
        numbers = pc.match_substring_regex(pa.array(_written(raw, found, "section"), pa.string()), WITHIN)
        return "grid" if pc.all(numbers, min_count=0).as_py() else None
    return "grid" if not given else "town" if "town" not in given and "grid" in found.columns else None


def _lacks_unit(found: Located) -> bool:
    """Of a kind in which the unit tells whose name is meant: does no column say it, or a place?"""
    about, given = descriptor(found.kind), {*found.columns, *found.answers.fixed}
    wanted = "block" in about.grids and "grid" not in about.asked  # where somebody lives a roster has to say
    return wanted and found.answers.place != "leave" and not given & {"block", *PLACES}


def _said(raw: RawSheet, found: Located, file_name: str) -> Iterator[tuple[int, str]]:
    """(which of SOURCES, text without spaces)"""
    stem = Path(file_name).stem
    above = filled(raw.head, raw.merges)[: found.table.above if found.table else found.header]
    titles = [text for row in above for text in row if len(text) <= LABEL and not EXAMPLE.search(text)]
    names = [raw.name] if raw.name != stem else []  # a text file has no sheet of its own
    for source, texts in enumerate((titles, names, [stem])):
        for text in dict.fromkeys(texts):
            yield source, text


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def lone_rows(raw: RawSheet, found: Located) -> Iterator[tuple[int, str]]:
    """(row from 0 among those read, text) of the rows below the header with a single cell that reads like a heading."""
    first = 0
    for batch in raw.batches():
        columns = [batch[name].cast(pa.string()) for name in batch.column_names if name.startswith("c")]
        filled_cells = np.zeros(batch.num_rows, int)
        for column in columns:
            filled_cells += pc.greater(pc.binary_length(column), 0).combine_chunks().fill_null(False).to_numpy(False)
        lone = np.flatnonzero(filled_cells == 1)
        lone = lone[lone + first > found.header_end]
        for row in lone.tolist() if len(lone) <= MOST else ():
            text = next(text for column in columns if (text := column[row].as_py()))
            if is_section(text) or LIST.search(text):
                yield first + row, text
        first += batch.num_rows


def _written(raw: RawSheet, found: Located, field: str) -> list[str]:
    """What a column writes in the first rows of the table, each writing once."""
    batch, name = next(raw.batches(), None), f"c{found.columns[field]}"
    if batch is None or name not in batch.column_names:
        return []
    texts = batch[name].slice(found.header_end + 1, MOST).cast(pa.string())
    return [text for text in pc.unique(texts).to_pylist() if text]


def _named(store: Store, said: list[tuple[int, int, str]], written: list[tuple[int, str]]) -> list[tuple]:
    """(sheet, field, text, source) as titles.sql finds them."""
    work = Workspace(store)
    try:
        rows = {name: [row[at] for row in said] for at, name in enumerate(("sheet", "source", "text"))}
        work.load("said", pa.table(rows, _schema(sheet=pa.int32(), source=pa.int32(), text=pa.string())))
        rows = {name: [row[at] for row in written] for at, name in enumerate(("sheet", "text"))}
        work.load("in_column", pa.table(rows, _schema(sheet=pa.int32(), text=pa.string())))
        return work.script("places/titles.sql").fetchall()
    finally:
        work.drop()


def _schema(**types: pa.DataType) -> pa.Schema:
    return pa.schema(list(types.items()))
