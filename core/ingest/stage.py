"""Sheets as read → rows as `plan.staged_<kind>` holds them: a text column per field, blanks null, row numbers as the spreadsheet shows
them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.files.cells import NO_RESULT
from core.files.merged import repeat_above
from core.files.read import RawSheet
from core.ingest.facts.facts import stage_facts
from core.ingest.field_columns import field_columns, kind_columns, no_values
from core.ingest.kinds.check_ins.halves import has_none, without_second, without_words
from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.leave_out import left_out
from core.ingest.meaning.located import Located
from core.ingest.reckoning import Tally, says_something
from core.ingest.said_cells import corrected_rows, with_cells_said
from core.ingest.workspace import Workspace
from core.ingest.years import near_of, title_day, with_title_day, with_years

FEW = 1_000  # rows


def create_staged(work: Workspace, kind: str) -> None:
    """The table that the rows go into; of check-ins, of which there may be tens of millions, only those that the preview shows."""
    work.run(
        f"create or replace table {descriptor(kind).staged} ({', '.join(f'{c} {t}' for c, t in kind_columns(kind).items())})"
    )


def staged(work: Workspace, number: int, raw: RawSheet, found: Located, tally: Tally) -> Iterator[pa.Table]:
    """A sheet's rows below its header, batch by batch, with a column for each field. `tally` counts what is read and left out."""
    row = raw.first_row
    header_row = raw.first_row + found.header_end
    above: dict[str, str] = {}
    near, day = near_of(raw, found), title_day(raw, found)
    for batch in _worth_a_trip(_to_last(raw, found)):
        rows = pa.array(np.arange(row, row + batch.num_rows))
        row += batch.num_rows
        skip = max(0, header_row + 1 - rows[0].as_py()) if batch.num_rows else 0
        part = batch.append_column("r", rows).slice(skip)
        del batch
        held = part["r"].filter(pa.array(says_something(part, found)))
        records = _records(work, number, part, raw, found) if part.num_rows else part
        del part
        rows = field_columns(records, number, found, since_1904=raw.since_1904) if records.num_rows else None
        if rows is not None:
            _tell_no_values(work, number, no_values(records, found), rows)
        _reckon(work, number, held, records, rows, tally)
        if rows is not None:
            rows = _dated(work, number, _said(work, number, rows, found, above), found, near)
            rows = _of_title(work, number, rows, found, day)
            rows = _with_scans(work, number, rows, found, tally)
            own = [name for name in rows.column_names if name in kind_columns(found.kind)]
            if len(own) < rows.num_columns:
                told = {name: rows[name] for name in rows.column_names if name not in own}
                stage_facts(work, number, rows, told)
            yield rows.select(own)
            del rows
        del records
    pa.default_memory_pool().release_unused()  # else the room that the sheet took stays with Arrow


def _to_last(raw: RawSheet, found: Located) -> Iterator[pa.Table]:
    """All rows, or those up to the last one of the list."""
    left = found.last
    for batch in raw.batches():
        if left is None:
            yield batch
        elif left >= 0:
            yield batch.slice(0, left + 1)
            left -= batch.num_rows


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
    """Without totals, repeated headers, notes and placeholders, each of which becomes an issue of its row; “同上” as it is meant."""
    if not found.table or _plainly_records(part, found):
        return part
    out = left_out(part, part["r"][0].as_py() - raw.first_row, found.table, raw.merges)
    if not out:
        return repeat_above(part)
    rows = [part["r"][index].as_py() for index in out]
    with work.given(pa.table({"r": rows, "code": list(out.values())})):
        work.run("insert into plan.issue select $sheet, r, null, code, null from given_rows", sheet=number)
    keep = np.ones(part.num_rows, bool)
    keep[list(out)] = False
    return repeat_above(part.filter(pa.array(keep)))


def _said(work: Workspace, number: int, rows: pa.Table, found: Located, above: dict[str, str]) -> pa.Table:
    """With the cells that the clerk corrected, each of them named."""
    cells = corrected_rows(rows, found.answers)
    if cells is not None:
        with work.given(cells):
            work.run(
                "insert into plan.issue select $sheet, r, field, 'cell_corrected', null from given_rows", sheet=number
            )
    return with_cells_said(rows, found.answers, above)


def _dated(work: Workspace, number: int, rows: pa.Table, found: Located, near: date | None) -> pa.Table:
    """With the years that dates leave out; those that are guessed are told."""
    rows, told = with_years(rows, found, near)
    if told is not None:
        with work.given(told):
            work.run(
                "insert into plan.issue select $sheet, r, field, code, json_object('value', value, 'day', day) from given_rows",
                sheet=number,
            )
    return rows


def _of_title(work: Workspace, number: int, rows: pa.Table, found: Located, day: date | None) -> pa.Table:
    """Times without a day are those of the day in the title; told once."""
    rows, told = with_title_day(rows, found, day) if day else (rows, None)
    if told is not None:
        with work.given(told):
            work.run(
                "insert into plan.issue select $sheet, r, field, 'day_of_title', json_object('day', day) from given_rows"
                " where not exists (select 1 from plan.issue where sheet = $sheet and code = 'day_of_title')",
                sheet=number,
            )
    return rows


def _with_scans(work: Workspace, number: int, rows: pa.Table, found: Located, tally: Tally) -> pa.Table:
    """Where coming and going are columns: without the rows in which neither stands, each of them named."""
    several = descriptor(found.kind).several
    if not set(several) & set(found.columns):
        return rows
    rows, once = without_second(without_words(rows, several))
    none = has_none(rows, several)
    for told, code in ((once, "scan_once"), (rows.select(["row"]).filter(none), "row_no_scan")):
        with work.given(
            told if "field" in told.column_names else told.append_column("field", pa.nulls(told.num_rows, pa.string()))
        ):
            work.run(
                "insert into plan.issue select $sheet, row, field, $code, null from given_rows", sheet=number, code=code
            )
    tally.left_out += pc.sum(none).as_py() or 0
    return rows.filter(pc.invert(none))


def _reckon(
    work: Workspace, number: int, held: pa.ChunkedArray, records: pa.Table, rows: pa.Table | None, tally: Tally
) -> None:
    """Count, and name the rows that say something only where nothing is read."""
    taken = rows.num_rows if rows is not None else 0
    tally.read += len(held)
    tally.left_out += len(held) - taken
    if taken == records.num_rows or taken == len(held):
        return
    unread = pc.and_(
        pc.is_in(records["r"], held.combine_chunks()), pc.invert(pc.is_in(records["r"], rows["row"].combine_chunks()))
    )
    with work.given(records.select(["r"]).filter(unread)):
        work.script("not_read.sql", sheet=number)


def _tell_no_values(work: Workspace, number: int, cells: pa.Table | None, rows: pa.Table) -> None:
    """An issue for each cell that should have had a value; one for a row in which there is nothing else, which is no record."""
    if cells is None:
        return
    kept = pc.is_in(cells["r"], rows["row"].combine_chunks())
    with work.given(cells.append_column("kept", kept)):
        work.script("no_values.sql", sheet=number, unsolved=NO_RESULT)


def _plainly_records(part: pa.Table, found: Located) -> bool:
    """Of events each row has a time, which nothing else has: one look at millions of rows instead of dozens."""
    column = part[f"c{found.columns['scanned_at']}"] if "scanned_at" in found.columns else None
    if column is None or "scanned_at" in found.joined:
        return False
    if not pa.types.is_string(column.type):
        return column.null_count == 0
    return pc.all(pc.match_substring_regex(column, r"^[12][0-9]{3}.{4}"), skip_nulls=False).as_py() is True
