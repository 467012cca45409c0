"""Sheets as read → `plan.staged_<kind>`: one text column per field, blanks null, row numbers as the spreadsheet shows them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.file.cells import NUMBER
from core.ingest.file.read import RawSheet
from core.ingest.meaning.columns import kinds
from core.ingest.meaning.leave_out import left_out
from core.ingest.meaning.locate import Located
from core.ingest.workspace import Workspace

# Cells of these fields remember whether the spreadsheet held a number: digits beyond the fifteenth are lost then.
WITH_KIND = ("id_number",)
FEW = 1_000  # rows
CLEAR = "---"  # in a cell: empty what is stored. A blank changes nothing.


def create_staged(work: Workspace, kind: str) -> None:
    columns = "".join(f", {name} text" for name in kinds()[kind].fields)
    marks = "".join(f", {name}_kind utinyint" for name in WITH_KIND if name in kinds()[kind].fields)
    work.run(f"create or replace table plan.staged_{kind} (sheet integer, row bigint{columns}{marks}, clears text[])")


def stage(work: Workspace, number: int, raw: RawSheet, found: Located) -> Iterator[int]:
    """Append a sheet's rows below its header, batch by batch; yields the number of rows kept of each."""
    row = raw.first_row
    header_row = raw.first_row + found.header_end
    for batch in _worth_a_trip(raw.batches()):
        rows = pa.array(np.arange(row, row + batch.num_rows))
        row += batch.num_rows
        skip = max(0, header_row + 1 - rows[0].as_py()) if batch.num_rows else 0
        part = batch.append_column("r", rows).slice(skip)
        if part.num_rows:
            yield _insert(work, number, _records(work, number, part, raw, found), found)
        del batch, part
    pa.default_memory_pool().release_unused()  # else the room that the sheet took stays with Arrow


def _worth_a_trip(batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Each batch costs a few dozen statements: a handful of rows waits for those that follow."""
    few: pa.Table | None = None
    for batch in batches:
        if few is not None and few.schema != batch.schema:  # a Parquet file's header is text, its columns need not be
            yield few
            few = None
        joined = batch if few is None else pa.concat_tables([few, batch])
        few = joined if joined.num_rows < FEW else None
        if few is None:
            yield joined
    if few is not None:
        yield few


def _records(work: Workspace, number: int, part: pa.Table, raw: RawSheet, found: Located) -> pa.Table:
    """Without totals, repeated headers, notes and placeholders; each becomes a finding of its row."""
    if not found.table or _plainly_records(part, found):
        return part
    out = left_out(part, part["r"][0].as_py() - raw.first_row, found.table, raw.merges)
    if not out:
        return part
    rows = [part["r"][index].as_py() for index in out]
    with work.given(pa.table({"r": rows, "code": list(out.values())})):
        work.run("insert into plan.issue select $sheet, r, null, code, null from given_rows", sheet=number)
    keep = np.ones(part.num_rows, bool)
    keep[list(out)] = False
    return part.filter(pa.array(keep))


def _plainly_records(part: pa.Table, found: Located) -> bool:
    """Of events each row has a time, which nothing else has: one look at millions of rows instead of dozens."""
    column = part[f"c{found.columns['scanned_at']}"] if "scanned_at" in found.columns else None
    if column is None:
        return False
    if not pa.types.is_string(column.type):
        return column.null_count == 0
    return pc.all(pc.match_substring_regex(column, r"^[12][0-9]{3}.{4}"), skip_nulls=False).as_py() is True


def _insert(work: Workspace, number: int, part: pa.Table, found: Located) -> int:
    fields = kinds()[found.kind].fields
    values = [_value(part, found, name) for name in fields]
    marks = [_mark(part, found.columns.get(name)) for name in WITH_KIND if name in fields]
    clears = _clears(part, found)
    shared = found.table.shared if found.table else ()  # of tables side by side: alone no record
    own = [name for name in fields if name in found.columns and found.columns[name] not in shared]
    present = [v for name, v in zip(fields, values, strict=True) if name in own and v != "null"]
    with work.given(part):
        sql = f"select $sheet, r, {', '.join([*values, *marks, clears])} from given_rows where coalesce({', '.join([*present, 'null'])}) is not null"  # noqa: S608 - names of columns.toml
        return work.run(f"insert into plan.staged_{found.kind} {sql}", sheet=number, **_given(found)).fetchone()[0]


def _value(part: pa.Table, found: Located, name: str) -> str:
    """A field's text: its cell, with what the clerk said that some writings mean; or the one value given for all rows."""
    if name not in found.columns:
        return f"nullif($fixed_{name}, '')" if name in found.answers.fixed else "null"
    text = _expression(part, found.columns[name])
    index, about = found.columns[name], kinds()[found.kind].fields[name]
    if about.type in ("date", "time") and f"k{index}" in part.column_names:
        # typed as 2.10, a number keeps 2.1: not to be read as the first of February
        return f"case when k{index} = {NUMBER} and regexp_full_match({text}, '\\d{{1,2}}\\.\\d') then {text} || '?' else {text} end"
    meant = found.answers.values.get(name)
    if not meant or text == "null":
        return text
    town = _expression(part, found.columns.get("town")) if name == "grid" else "null"
    cases = " ".join(
        f"when {text} = $text_{name}_{n} and {town} is not distinct from $town_{name}_{n} then nullif($meant_{name}_{n}, '')"
        for n in range(len(meant))
    )
    return f"case {cases} else {text} end"


def _given(found: Located) -> dict[str, str | None]:
    """What `_value` binds."""
    fields = kinds()[found.kind].fields
    fixed = {f"fixed_{n}": text for n, text in found.answers.fixed.items() if n in fields and n not in found.columns}
    bound = {}
    for name, meant in found.answers.values.items():
        for n, (key, meaning) in enumerate(meant.items() if name in found.columns else ()):
            text, _, town = key.rpartition("@") if name == "grid" and "@" in key else (key, "", None)
            bound |= {f"text_{name}_{n}": text, f"town_{name}_{n}": town, f"meant_{name}_{n}": meaning}
    return fixed | bound


def _expression(part: pa.Table, index: int | None) -> str:
    if index is None or f"c{index}" not in part.column_names:
        return "null"
    column = part[f"c{index}"]
    if not pa.types.is_string(column.type):
        return f"cast(c{index} as varchar)"
    text = f"nullif(c{index}, '')"  # trimmed and folded by the reader
    return f"nullif({text}, '{CLEAR}')" if _holds_clear(part, index) else text


def _clears(part: pa.Table, found: Located) -> str:
    """The fields that a row asks to be emptied; null for most."""
    marked = [
        f"case when trim(c{i}) = '{CLEAR}' then '{name}' end"
        for name, i in found.columns.items()
        if found.kind != "check_ins" and _holds_clear(part, i)
    ]
    return f"nullif(list_filter([{', '.join(marked)}], x -> x is not null), [])" if marked else "null"


def _holds_clear(part: pa.Table, index: int) -> bool:
    if f"c{index}" not in part.column_names or not pa.types.is_string(part[f"c{index}"].type):
        return False
    return pc.any(pc.equal(part[f"c{index}"], CLEAR)).as_py() is True


def _mark(part: pa.Table, index: int | None) -> str:
    return f"k{index}" if index is not None and f"k{index}" in part.column_names else "null"
