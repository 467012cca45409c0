"""An empty form as read: where its rows are to stand, and what lies below them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from core.errors import UserError
from core.files.guard import look
from core.files.read import RawSheet, read_in_child
from core.ingest.kinds.descriptor import editable
from core.ingest.meaning.header_text import SERIAL, normal_header
from core.ingest.meaning.leave_out import left_out
from core.ingest.meaning.locate import locate_all
from core.ingest.meaning.located import Located
from core.ingest.meaning.row_looks import is_instruction
from core.ingest.meaning.table import PLACEHOLDER
from core.store import Store

ROWS = 2_000  # of a form: more is no empty form
BYTES = 8 << 20
SAMPLE = re.compile(
    r"[（(【]?(示例|样例|例子|例|如|sample|example|e\.g\.)([）)】:：、，,]|$)|.*(示例|样例|example|sample)",
    re.IGNORECASE,
)
SIGNED = re.compile(r"[:：]|盖章|公章|签字|签名|signature", re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    """`rows`: cells as read, the first of them row `top` of the sheet from 1, their first column `left` from 0. `first`: row of the
    sheet where records begin; `tail`: first row of what stands below them, None where nothing does; `samples`: rows to overwrite."""

    raw: RawSheet
    found: Located
    rows: list[list[str | None]]
    top: int
    left: int
    first: int
    tail: int | None
    samples: list[int]


def read_form(store: Store, path: Path, file_name: str, kind: str = "auto") -> Form:
    """The first visible sheet with a header that the registers know. Raises UserError as `prepare` does for a file that can't be
    read; form_large, form_no_header, form_groups (tables side by side), form_has_data."""
    form = look(path, file_name)
    if form not in ("workbook", "csv"):
        raise UserError("file_not_spreadsheet", file=file_name)
    if path.stat().st_size > BYTES:
        raise UserError("form_large", file=file_name)
    for raw in read_in_child(path, form, file_name, store.settings):
        groups = _located(raw, kind) if raw.visible else []
        if len(groups) > 1:
            raise UserError("form_groups", file=file_name)
        if groups:
            return _form(raw, groups[0], file_name)
    raise UserError("form_no_header", file=file_name)


def _located(raw: RawSheet, kind: str) -> list[Located]:
    """Of the kinds that can be filled in, the one that knows most of the columns."""
    able = tuple(name for name, about in editable().items() if about.form)
    found = [locate_all(raw.head, raw.merges, k) for k in ((kind,) if kind in able else able)]
    return max(found, key=lambda groups: len(groups[0].columns) if groups else 0)


def _form(raw: RawSheet, found: Located, file_name: str) -> Form:
    tables = list(raw.batches())
    rows = [list(cells) for part in tables for cells in _cells(part)]
    if len(rows) > ROWS:
        raise UserError("form_large", file=file_name)
    start = found.header_end + 1
    body = pa.concat_tables([_texts(part) for part in tables]).slice(start)
    out = left_out(body, start, found.table, raw.merges) if body.num_rows else {}
    serial = {c for c, name in enumerate(found.table.names) if normal_header(name.rpartition("/")[2]) in SERIAL}
    first, tail, samples = start, None, []
    for at in range(start, len(rows)):
        what = _what(rows[at], out.get(at - start), serial)
        if at == first and _explains(rows[at], out.get(at - start)):
            first = at + 1
        elif what == "tail":
            tail = at if tail is None else tail
        elif what == "data":
            raise UserError("form_has_data", file=file_name, row=raw.first_row + at)
        elif what == "sample" and tail is None:
            samples.append(raw.first_row + at)
    return Form(
        raw, found, rows, raw.first_row, raw.first_column - 1, raw.first_row + first,
        None if tail is None else raw.first_row + tail, samples,
    )  # fmt: skip


def _explains(cells: list[str | None], code: str | None) -> bool:
    """Right below a header: the numbers of the columns, the header in English, what to write."""
    told = [text for text in cells if text]
    return code in ("row_numbers", "row_header_again") or (code == "row_note" and is_instruction(told))


def _what(cells: list[str | None], code: str | None, serial: set[int]) -> str:
    texts = [
        str(c).strip()
        for n, c in enumerate(cells)
        if c and str(c).strip() and not (n in serial and str(c).strip().isdigit())
    ]
    if not texts:
        return "blank"
    if (
        code == "row_placeholder"
        or any(PLACEHOLDER.search(t) for t in texts)
        or any(SAMPLE.match(t) for t in texts[:3])
    ):
        return "sample"
    if code or len(texts) == 1 or any(SIGNED.search(t) for t in texts):
        return "tail"
    return "data"


def _cells(part: pa.Table) -> list[tuple]:
    names = [n for n in part.column_names if n.startswith("c")]
    return list(zip(*(_texts(part)[n].to_pylist() for n in names), strict=True))


def _texts(part: pa.Table) -> pa.Table:
    names = [n for n in part.column_names if n.startswith("c")]
    return pa.table({n: part[n].cast(pa.string()) for n in names})
