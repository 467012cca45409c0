"""“Fill their form”: another department's empty template, filled in from the registers and given back as it was.

What changed since the last time is marked: of each fill only short hashes of its cells are kept (form_fill, form_fill_row).
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.ingest.kinds.descriptor import editable
from core.ingest.row_keys.stored_cells import load_stored
from core.ingest.workspace import Workspace
from core.store import Store
from core.workbooks.export import audit, ids_of, reader_of
from core.workbooks.fill_form_body import Form, read_form
from core.workbooks.fill_form_columns import FormColumn, columns_of, language_of
from core.workbooks.fill_form_since import Since, since_last, store_fill
from core.workbooks.rewriting import rewritten

MOST = 20_000  # rows of one form
FILE = Path(__file__).parent / "fill_form.toml"


@dataclass(frozen=True)
class Filled:
    """A filled form. `new`, `changed`, `gone`: rows since the last time this form was filled for this grid (0 the `first` time);
    `empty`: headers of the columns that the registers do not hold."""

    file_name: str
    content: bytes
    kind: str
    rows: int
    first: bool
    new: int
    changed: int
    gone: int
    empty: list[str]
    masked: bool


def fill_form(
    store: Store, scope: Scope, path: str | Path, *, file_name: str, grid: int = EVERYTHING, kind: str = "auto", actor: str,
    now: datetime, reason: str | None = None, permissions: frozenset[str] = frozenset(),
) -> Filled:  # fmt: skip
    """Fill an empty form (.xlsx, .xls, .et, .ods, CSV) with the people, grids or units of `grid` and below.

    An .xlsx keeps its formats, titles, notes and lists of choices; others come back as a plain .xlsx. Masking and `reason` as
    in core.ingest.workbook.export.editable. Raises UserError as `prepare` does for files, and form_large, form_no_header, form_groups,
    form_has_data, export_none, export_large; NotAllowed disclose_not_allowed.
    """
    path, reader = Path(path), reader_of(store, scope, reason, permissions, actor)
    form = read_form(store, path, file_name, kind)
    kind = form.found.kind
    columns, empty = columns_of(form.found, form.left, reader)
    ids = ids_of(store, scope, kind, {"grid": grid}, now.date())
    if len(ids) > MOST:
        raise UserError("export_large", rows=len(ids), most=MOST)
    masked = not {"phone", "id_number"} <= reader.reveal
    rows = _rows(store, kind, ids, columns, now)
    since = since_last(store, scope, _fingerprint(form, columns, scope), kind, grid, masked, columns, rows, now.date())
    content, suffix = _written(store, path, file_name, form, columns, rows, since)
    with store.write(shown=False) as db:
        store_fill(db, since, kind=kind, grid=grid, masked=masked, actor=actor, now=now)
        audit(
            store, actor, "form.filled", reason, kind=kind, grid=grid, rows=len(rows), new=since.new, changed=since.changed,
            gone=len(since.gone),
        )  # fmt: skip
    name = f"{Path(file_name).stem}_{_words()['file'][language_of(form.found)]}{suffix}"
    counts = (len(rows), since.first, since.new, since.changed, len(since.gone))
    return Filled(name, content, kind, *counts, empty, masked)


def _rows(store: Store, kind: str, ids: list[int], columns: list[FormColumn], now: datetime) -> list[tuple]:
    """(id, text of each column …); the serial number is for the writer to count."""
    work = Workspace(store)
    try:
        load_stored(work, kind, ids)
        work.script("fill_form_places.sql", beside=__file__)
        texts = ", ".join(c.sql or "null" for c in columns)
        return work.run(
            f"select s.id, {texts} from plan.stored s left join plan.lies w on w.grid_id = s.home_id"  # noqa: S608 - our own columns
            f" order by {editable()[kind].order}",
            today=now.date(),
        ).fetchall()
    finally:
        work.drop()


def _fingerprint(form: Form, columns: list[FormColumn], scope: Scope) -> str:
    """The same header, understood in the same way, for the same reach."""
    text = json.dumps([form.found.kind, form.found.table.names, [c.sql for c in columns], sorted(scope.grids)])
    return hashlib.sha256(text.encode()).hexdigest()


def _written(
    store: Store, path: Path, file_name: str, form: Form, columns: list[FormColumn], rows: list[tuple], since: Since
) -> tuple[bytes, str]:
    words = {k: v[language_of(form.found)] for k, v in _words().items()}
    at = form.top
    given = {
        "sheet": form.raw.name, "safe_name": "".join("_" if c in r"[]:*?/\'" else c for c in form.raw.name)[:31] or "1",
        "first": form.first, "tail": form.tail, "samples": form.samples, "header": at - 1 + form.found.header,
        "columns": [{"index": c.index, "form": c.form, "choices": c.choices} for c in columns],
        "rows": [row[1:] for row in rows], "marks": since.marks, "compared": not since.first,
        "since": [[words["legend"]], [], [words["gone"].format(count=len(since.gone))], *since.gone], "words": words,
        "above": [[None] * form.left + row for row in [[]] * (at - 1) + form.rows[: form.first - at]],
        "below": [[None] * form.left + row for row in form.rows[form.tail - at :]] if form.tail else [],
    }  # fmt: skip
    return rewritten("core.workbooks.filling", path, lambda folder: given, file_name=file_name, settings=store.settings)


@cache
def _words() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))
