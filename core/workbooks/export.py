"""Export for editing: a list as a workbook in the template's form, which comes back as an update (row_key.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from core.audit import record
from core.domain import EVERYTHING, Scope
from core.errors import NotAllowed, UserError
from core.ingest.meaning.columns import kinds
from core.ingest.row_keys.row_key import key_of
from core.ingest.row_keys.stored_cells import FIELDS, cell, load_stored
from core.ingest.workspace import Workspace
from core.registry import people
from core.registry.units import units
from core.store import Store, load_sql
from core.workbooks.templates import write_book

MOST = 100_000  # rows of one workbook: more is no list that a person edits
DISCLOSE = "registers.disclose"
PART = 10_000  # rows handed over at a time


def editable(
    store: Store, scope: Scope, kind: str, language: str, *, conditions: Mapping[str, object], actor: str, now: datetime,
    reason: str | None = None, permissions: frozenset[str] = frozenset(),
) -> bytes:  # fmt: skip
    """An .xlsx of the people, grids or units that `conditions` find, in the template's form, with a hidden row key.

    `conditions`: for people those of core.registry.people.search, for units those of core.registry.units.units, for grids
    `grid` (an area grid and all below it). Personal fields are masked unless revealed by the scope; with a `reason`, which the
    audit log keeps, phones and ID numbers are not, if `permissions` hold registers.disclose. Coordinates are GCJ-02.
    Raises UserError kind_unknown, export_none (nothing found), export_large; NotAllowed disclose_not_allowed.
    """
    if kind not in FIELDS:
        raise UserError("kind_unknown", kind=kind)
    reader = reader_of(scope, reason, permissions)
    ids = ids_of(store, scope, kind, conditions)
    fields = [kinds()[kind].fields[f] for f in FIELDS[kind]]
    work = Workspace(store)
    try:
        load_stored(work, kind, ids)
        work.script("row_keys/row_key.sql")
        cells = [cell(kind, f, language, reader) for f in FIELDS[kind]]
        content = write_book(kind, language, fields, _rows(work, [*cells, key_of(kind, language, reader)]), keyed=True)
    finally:
        work.drop()
    audit(store, actor, "export.made", reason, kind=kind, rows=len(ids), **_plain(conditions))
    return content


def ids_of(store: Store, scope: Scope, kind: str, conditions: Mapping[str, object]) -> list[int]:
    """person_id or grid_id of what the conditions find, in the order of the list. Raises UserError export_none, export_large."""
    if kind == "people":
        found = people.ids(store, scope, **conditions)
    elif kind == "grids":
        found = _grids(store, scope, **conditions)
    else:
        roots = units(store, scope, **conditions, limit=MOST + 1)["grid_id"].tolist()
        found = _below(store, scope, roots)
    if not found:
        raise UserError("export_none")
    if len(found) > MOST:
        raise UserError("export_large", rows=len(found), most=MOST)
    return found


def reader_of(scope: Scope, reason: str | None, permissions: frozenset[str]) -> Scope:
    """The scope with which cells are written: with a reason, phones and ID numbers as they are."""
    if not (reason or "").strip():
        return scope
    if DISCLOSE not in permissions:
        raise NotAllowed("disclose_not_allowed")
    return Scope(scope.grids, scope.reveal | {"phone", "id_number"})


def audit(store: Store, actor: str, event: str, reason: str | None, **facts: object) -> None:
    """What left, and why it left unmasked. No personal values: ids, counts, and the reason as given."""
    with store.write(shown=False) as db:
        record(db, actor, event, **facts)
        if (reason or "").strip():
            record(db, actor, "export.disclosed", reason=reason.strip(), **facts)


def _plain(conditions: Mapping[str, object]) -> dict[str, object]:
    """The filters, but not what was typed: that can be a name or a number."""
    given = {k: v for k, v in conditions.items() if v not in (None, "") and k != "text"}
    return {("unit_kind" if k == "kind" else k): v for k, v in given.items()} | (
        {"searched": True} if conditions.get("text") else {}
    )


def _grids(store: Store, scope: Scope, *, grid: int = EVERYTHING) -> list[int]:
    rows = store.run(load_sql(__file__, "export_grids.sql"), scope=scope.roots, grid=grid).fetchall()
    return [number for (number,) in rows]


def _below(store: Store, scope: Scope, roots: list[int]) -> list[int]:
    rows = store.run(load_sql(__file__, "export_units.sql"), scope=scope.roots, roots=roots).fetchall()
    return [number for (number,) in rows]


def _rows(work: Workspace, cells: list[str]) -> Iterator[tuple]:
    found = work.run(f"select {', '.join(cells)} from plan.stored s order by s.no")  # noqa: S608 - names of columns.toml
    while part := found.fetchmany(PART):
        yield from part
