"""Rows of a table that are no records: totals, the header again, notes below, a template's placeholders. They are left out,
and each is named to the clerk."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.table import PLACEHOLDER, Merge, Table

FRONT = 3  # columns at the left in which “合计” stands
NOTES = 60  # rows at the end that may be notes
TEMPLATE = 40  # rows at the start that may be a template's
WIDE = 3  # columns
TOTAL = re.compile(
    r"[（(\s]*(.{0,8}[小合总共累]\s*计|总\s*数|(sub|grand\s*)?total)\s*([:：(（\d].*|[人户条数]+)?",
    re.IGNORECASE | re.DOTALL,
)
NOTE = re.compile(
    r"([※★]|[(（]?(注|备注|说明|附注|填表|填报|制表|审核|审批|复核|经办|报送|编制|编写|打印|联系人|负责人|单位负责人|主管|日期|时间|盖章|公章|附件"
    r"|note|remark|prepared by|printed))[^:：]{0,8}([:：]|$)|\d{1,2}[、．.]\s*\D", re.IGNORECASE
)  # fmt: skip


def left_out(part: pa.Table, first: int, table: Table, merges: tuple[Merge, ...]) -> dict[int, str]:
    """Index in `part` → code of the finding: row_total, row_header_again, row_note, row_placeholder.

    `part`: rows below the header; `first`: the number of its first row among the rows read, from 0.
    """
    columns = [f"c{c}" for c, name in enumerate(table.names) if name and f"c{c}" in part.column_names]
    texts = [name for name in columns if pa.types.is_string(part[name].type)]
    if not texts or not part.num_rows:
        return {}
    found = dict.fromkeys(_headers_again(part, texts, table), "row_header_again")
    found |= dict.fromkeys(_totals(part, columns), "row_total")
    found |= dict.fromkeys(_placeholders(part, texts), "row_placeholder")
    for index in _notes(part, columns, {m[0] - first for m in merges if m[3] - m[1] + 1 >= WIDE}, found):
        found.setdefault(index, "row_note")
    return found


def _headers_again(part: pa.Table, texts: list[str], table: Table) -> list[int]:
    """Rows in which two columns (or the only one) hold what the header's last row says of them."""
    checks = [pc.equal(part[n], table.names[int(n[1:])].rpartition("/")[2]) for n in texts]
    few = [np.flatnonzero(check.combine_chunks().fill_null(False).to_numpy(zero_copy_only=False)) for check in checks]
    rows, hits = np.unique(np.concatenate(few), return_counts=True)
    return rows[hits >= min(2, len(texts))].tolist()


def _totals(part: pa.Table, columns: list[str]) -> list[int]:
    rows: list[int] = []
    front = [f"c{c}" for c in range(int(columns[0][1:]) + FRONT) if f"c{c}" in part.column_names]
    for name in front:
        if pa.types.is_string(part[name].type):
            hits = pc.match_substring_regex(part[name], r"计|总|(?i)total").combine_chunks().fill_null(False)
            for row in np.flatnonzero(hits.to_numpy(zero_copy_only=False)).tolist():
                if TOTAL.fullmatch(part[name][row].as_py().strip()) and not _filled(
                    part, row, front[: front.index(name)]
                ):
                    rows.append(row)
    return rows


def _placeholders(part: pa.Table, texts: list[str]) -> list[int]:
    start = part.select(texts).slice(0, TEMPLATE).to_pylist()
    return [n for n, row in enumerate(start) if any(v and PLACEHOLDER.search(v) for v in row.values())]


def _notes(part: pa.Table, columns: list[str], wide: set[int], known: dict[int, str]) -> list[int]:
    """Rows with one or two cells: at the end what reads like a note, a comment, or a line over several columns; anywhere the
    latter two, and a lone cell above a repeated header."""
    if len(columns) < 2:
        return [n for n in range(min(part.num_rows, TEMPLATE)) if str(part[columns[0]][n]).startswith("#")]
    again = {n - 1 for n, code in known.items() if code == "row_header_again"}
    candidates = {n for n in wide | again if 0 <= n < part.num_rows} | set(_comments(part, columns[0]))
    rows = [
        n
        for n in candidates
        if len(_filled(part, n, columns)) == 1 or (n in wide and len(_filled(part, n, columns)) == 2)
    ]
    for row in range(part.num_rows - 1, max(-1, part.num_rows - 1 - NOTES), -1):
        cells = _filled(part, row, part.column_names)
        if cells and row not in known and row not in rows:
            told = NOTE.match(cells[0].strip()) and (
                len(cells) == 1 or (len(cells) <= 3 and re.search("[:：]", cells[0]))
            )
            if not told:
                break
            rows.append(row)
    return rows


def _comments(part: pa.Table, name: str) -> list[int]:
    if not pa.types.is_string(part[name].type):
        return []
    hits = pc.starts_with(part[name], "#").combine_chunks().fill_null(False)
    return np.flatnonzero(hits.to_numpy(zero_copy_only=False)).tolist()


def _filled(part: pa.Table, row: int, names: list[str]) -> list[str]:
    values = [part[n][row].as_py() for n in names if n.startswith("c")]
    return [str(v) for v in values if v is not None and str(v).strip()]
