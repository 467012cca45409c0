"""What a commit changes in rows that stood before it: logged field by field, and put back by an undo.

Each commit.sql of kinds/ first copies the rows that it may change into temporary tables `was_<table>`; comparing them afterwards costs
nothing for new rows, which are known by their `batch_id`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from core.store import run


@dataclass(frozen=True)
class Tracked:
    """A table whose changes are logged. `part` tells rows of one key apart ({} stands for the table's alias)."""

    key: str
    fields: tuple[str, ...]
    part: str = "''"
    versioned: bool = False


TRACKED = {
    "person": Tracked(
        "person_id",
        ("name", "pinyin", "initials", "id_type", "id_number", "sex", "birth_date", "phone", "address", "home_grid_id", "household_id",
         "relation", "origin", "arrived_on", "attention", "attention_until", "registered"),
        versioned=True,
    ),
    "membership": Tracked("person_id", ("until",), "{0}.grid_id || '|' || {0}.kind || '|' || coalesce({0}.batch_id, 0)"),
    "household": Tracked("household_id", ("code", "grid_id", "address", "householder_id")),
    "grid": Tracked(
        "grid_id", ("code", "name", "level", "parent_id", "area_id", "lon", "lat", "closed_on"), versioned=True
    ),
    "duty": Tracked("grid_id", ("name", "position", "phone", "duties"), "{0}.role"),
    "unit": Tracked("grid_id", ("kind", "industry", "staff", "resumption", "resumed_on", "staff_back")),
    "grid_outline": Tracked("grid_id", ("geometry", "source")),
    "exit_application": Tracked("application_id", ("leave_on", "return_on", "destination", "reason", "status")),
}  # fmt: skip
TABLES = {
    "people": ("person", "membership", "household"),
    "grids": ("grid", "duty", "unit"),
    "units": ("grid", "duty", "unit"),
    "outlines": ("grid_outline",),
    "exit_applications": ("exit_application",),
}


def log_changes(db: duckdb.DuckDBPyConnection, kind: str, batch: int) -> None:
    """Compare `was_…` with what stands now, within the commit's transaction."""
    for table in TABLES.get(kind, ()):
        if run(db, f"select 1 from was_{table} limit 1").fetchone():  # noqa: S608 - else all rows were looked through for nothing
            run(db, _logged(table), batch=batch)
        db.execute(f"drop table was_{table}")


def put_back(db: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Give the fields in `undo_change` their former values, in rows without a block. A versioned row counts on: whoever has an
    export of the state that is taken back must not be taken for up to date."""
    for table in TRACKED:
        run(db, _put_back(table), now=now)


def mark_edited(db: duckdb.DuckDBPyConnection) -> None:
    """Block the rows whose value is no longer the one that the batch gave, though no later batch says so."""
    for table in TRACKED:
        db.execute(_edited(table))


def _logged(table: str) -> str:
    about = TRACKED[table]
    pairs = ", ".join(
        f"{{'field': '{f}', 'before': cast(b.{f} as text), 'after': cast(a.{f} as text)}}" for f in about.fields
    )
    return (
        f"insert into import_change select $batch, '{table}', c.id, c.part, c.change.field, c.change.before, c.change.after"  # noqa: S608 - names from TRACKED
        f" from (select b.{about.key} as id, {about.part.format('b')} as part,"
        f" unnest(list_filter([{pairs}], lambda x: x.before is distinct from x.after)) as change"
        f" from was_{table} b join {table} a on {_same(table, 'a', 'b')} where b.batch_id is distinct from $batch) c"
    )


def _same(table: str, left: str, right: str) -> str:
    about = TRACKED[table]
    part = f" and {about.part.format(left)} = {about.part.format(right)}" if "{" in about.part else ""
    return f"{left}.{about.key} = {right}.{about.key}{part}"


def _put_back(table: str) -> str:
    about = TRACKED[table]
    wide = ", ".join(
        f"bool_or(field = '{f}') as has_{f}, max(before) filter (where field = '{f}') as was_{f}" for f in about.fields
    )
    sets = [f"{f} = case when u.has_{f} then u.was_{f} else cast(t.{f} as text) end" for f in about.fields]
    if about.versioned:
        sets += ["version = t.version + 1", "updated_at = $now"]
    return (
        f"update {table} t set {', '.join(sets)} from (select entity_id, part, {wide} from undo_change c"  # noqa: S608 - names from TRACKED
        f" where entity = '{table}' and not exists"
        " (select 1 from undo_block b where b.owner = c.owner and b.id = c.entity_id) group by entity_id, part) u"
        f" where t.{about.key} = u.entity_id and {about.part.format('t')} = u.part"
    )


def _edited(table: str) -> str:
    about = TRACKED[table]
    # a comparison of a constant with the left side alone would turn the hash join into a nested loop
    part = f" and {about.part.format('t')} = c.part" if "{" in about.part else ""
    now = " ".join(f"when '{f}' then cast(t.{f} as text)" for f in about.fields)
    return (
        f"insert into undo_block select distinct c.owner, c.entity_id, 'edited', cast(null as integer) from undo_change c"  # noqa: S608 - names from TRACKED
        f" left join {table} t on t.{about.key} = c.entity_id{part}"
        f" where c.entity = '{table}' and case c.field {now} end is distinct from c.after and not exists"
        " (select 1 from undo_block b where b.owner = c.owner and b.id = c.entity_id)"
    )
