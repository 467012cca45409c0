"""Export for editing: a list as a workbook in the template's form, which comes back as an update (row_key.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from core.audit import record
from core.audit.denied import not_allowed
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.ingest.facts.facts import known_facts
from core.ingest.kinds.descriptor import Descriptor, descriptor
from core.ingest.kinds.descriptor import editable as editable_kinds
from core.ingest.kinds.nodes.stored_links import stored_links
from core.ingest.meaning.columns import kinds
from core.ingest.row_keys.row_key import key_of
from core.ingest.row_keys.stored_cells import cell, load_stored
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
    """An .xlsx of the rows of an editable kind (people, grids, units …) that `conditions` find, in the template's form, with a hidden row key.

    `conditions`: for people those of core.registry.people.search, for units those of core.registry.units.units, for all others
    `grid` (an area grid and all below it). Personal fields are masked unless revealed by the scope; with a `reason`, which the
    audit log keeps, phones and ID numbers are not, if `permissions` hold registers.disclose. Coordinates are GCJ-02.
    Raises UserError kind_unknown, export_none (nothing found), export_large; NotAllowed disclose_not_allowed.
    """
    if kind not in editable_kinds():
        raise UserError("kind_unknown", kind=kind)
    reader = reader_of(store, scope, reason, permissions, actor)
    ids = ids_of(store, scope, kind, conditions, now.date())
    work = Workspace(store)
    try:
        load_stored(work, kind, ids)
        work.script("row_keys/row_key.sql")
        names = editable_kinds()[kind].fields
        if editable_kinds()[
            kind
        ].person:  # a fact without value for anybody is no column; one about health leaves with a reason
            names += tuple(known_facts(work, kind, sensitive="id_number" in reader.reveal))
        fields = [kinds()[kind].fields[f] for f in names]
        cells = [cell(kind, f, language, reader) for f in names]
        for field, of_link in stored_links(work, kind, language, reader):
            fields.append(field)
            cells.append(of_link)
        content = write_book(kind, language, fields, _rows(work, [*cells, key_of(kind, language, reader)]), keyed=True)
    finally:
        work.drop()
    audit(store, actor, "export.made", reason, kind=kind, rows=len(ids), **_plain(conditions))
    return content


def ids_of(store: Store, scope: Scope, kind: str, conditions: Mapping[str, object], today: date) -> list[int]:
    """person_id, grid_id … of what the conditions find today, in the order of the list. Raises UserError export_none, export_large."""
    about = descriptor(kind)
    found = (
        SEARCHES[about.editable.ids](store, scope, conditions, today)
        if about.editable.ids in SEARCHES
        else _listed(store, scope, about, today, **conditions)
    )
    if not found:
        raise UserError("export_none")
    if len(found) > MOST:
        raise UserError("export_large", rows=len(found), most=MOST)
    return found


def reader_of(store: Store, scope: Scope, reason: str | None, permissions: frozenset[str], actor: str) -> Scope:
    """The scope with which cells are written: with a reason, phones and ID numbers as they are."""
    if not (reason or "").strip():
        return scope
    if DISCLOSE not in permissions:
        raise not_allowed(store, actor, "disclose_not_allowed")
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


def _listed(store: Store, scope: Scope, about: Descriptor, today: date, *, grid: int = EVERYTHING) -> list[int]:
    """By the kind's own query, which knows a grid alone."""
    statement = load_sql(about.beside(about.editable.ids), about.editable.ids)
    rows = store.run(statement, scope=scope.roots, grid=grid, today=today).fetchall()
    return [number for (number,) in rows]


def _units(store: Store, scope: Scope, conditions: Mapping[str, object], _: date) -> list[int]:
    return _below(store, scope, units(store, scope, **conditions, limit=MOST + 1)["grid_id"].tolist())


def _below(store: Store, scope: Scope, roots: list[int]) -> list[int]:
    rows = store.run(load_sql(__file__, "export_units.sql"), scope=scope.roots, roots=roots).fetchall()
    return [number for (number,) in rows]


# Searches of the register's own pages, by the name under which a kind.toml asks for one.
SEARCHES: dict[str, Callable[[Store, Scope, Mapping[str, object], date], list[int]]] = {
    "people": lambda store, scope, conditions, today: people.ids(store, scope, **{**conditions, "as_of": today}),
    "units": _units,
}


def _rows(work: Workspace, cells: list[str]) -> Iterator[tuple]:
    found = work.run(f"select {', '.join(cells)} from plan.stored s order by s.no")  # noqa: S608 - names of columns.toml
    while part := found.fetchmany(PART):
        yield from part
