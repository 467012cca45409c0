"""Rows that tell of several check-ins, coming and going: one row of the list → a row for each scan."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Field → the direction that it says. `scanned_at` beside them is a scan as ever.
HALVES = {
    "scanned_at": None,
    "in_at": "in", "out_at": "out", "in_at_2": "in", "out_at_2": "out", "in_at_3": "in", "out_at_3": "out",
}  # fmt: skip
OF_THE_FIRST = ("temperature", "symptoms")  # measured once
# What machines and clerks write where there was no scan. A cell that holds a time as well is one.
NO_SCAN = (
    r"^(\d{4}\D\d{1,2}\D\d{1,2}日?\s*(星期.|周.)?\s*)?[(（]?(缺卡|未打卡|没打卡|无打卡|漏打卡?|未签到|未签退|未刷卡|无记录|旷工|旷课|缺勤|请假|事假|病假|年假|休假|调休|休息"
    r"|出差|公休|放假|未到|未来|[无無]|[-—–/\\×]+)[)）]?$"
)


def without_words(rows: pa.Table, fields: tuple[str, ...]) -> pa.Table:
    """Cells that say that there was no scan are blank."""
    for name in fields:
        said = pc.fill_null(pc.match_substring_regex(rows[name], NO_SCAN), False)
        if pc.any(said).as_py():
            blank = pc.if_else(said, pa.scalar(None, pa.string()), rows[name])
            rows = rows.set_column(rows.column_names.index(name), name, blank)
    return rows


def without_second(rows: pa.Table) -> tuple[pa.Table, pa.Table]:
    """A machine that saw somebody once writes that as coming and as going. (rows, what is told). The latter's grain: a cell. Columns: row, field."""
    told = [pa.table({"row": pa.array([], pa.int64()), "field": pa.array([], pa.string())})]
    for came, went in (("in_at", "out_at"), ("in_at_2", "out_at_2"), ("in_at_3", "out_at_3")):
        same = pc.fill_null(pc.equal(rows[came], rows[went]), False)
        if pc.any(same).as_py():
            numbers = rows["row"].filter(same)
            told.append(pa.table({"row": numbers.cast(pa.int64()), "field": pa.repeat(went, len(numbers))}))
            blank = pc.if_else(same, pa.scalar(None, pa.string()), rows[went])
            rows = rows.set_column(rows.column_names.index(went), went, blank)
    return rows, pa.concat_tables(told)


def has_none(rows: pa.Table, fields: tuple[str, ...]) -> pa.Array:
    """Of each row whether no scan stands in it."""
    none = pa.array(np.ones(rows.num_rows, bool))
    for name in ("scanned_at", *fields):
        none = pc.and_(none, pc.is_null(rows[name]))
    return none


def as_scans(rows: pa.Table) -> pa.Table:
    """Grain: a scan. With `nth` (of the scans of its row, from 0) and `half`, the field that tells its time."""
    told = [name for name in HALVES if rows[name].null_count < rows.num_rows]
    if not set(told) - {"scanned_at"}:
        return _scan(rows, "scanned_at", np.zeros(rows.num_rows, np.int8))
    before, parts = np.zeros(rows.num_rows, np.int8), []
    for name in told:
        here = pc.is_valid(rows[name]).combine_chunks().to_numpy(zero_copy_only=False)
        parts.append(_scan(rows.filter(pa.array(here)), name, before[here]))
        before = before + here.astype(np.int8)
    return pa.concat_tables(parts)


def _scan(rows: pa.Table, name: str, nth: np.ndarray) -> pa.Table:
    rows = rows.append_column("nth", pa.array(nth)).append_column("half", pa.repeat(name, rows.num_rows))
    if name == "scanned_at":
        return rows
    own = {"scanned_at": rows[name], "scanned_at_moment": rows[f"{name}_moment"]}
    own["direction"] = pa.repeat(HALVES[name], rows.num_rows)
    later = pa.array(nth > 0)
    own |= {field: pc.if_else(later, pa.scalar(None, pa.string()), rows[field]) for field in OF_THE_FIRST}
    for field, column in own.items():
        rows = rows.set_column(rows.column_names.index(field), field, column)
    return rows
