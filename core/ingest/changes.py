"""What a commit changes in rows that stood before it: logged field by field, and put back by an undo.

Each commit.sql of kinds/ first copies the rows that it may change into temporary tables `was_<table>`; comparing them afterwards costs
nothing for new rows, which are known by their `batch_id`.
"""

from __future__ import annotations

from datetime import datetime

import duckdb

from core.ingest.kinds.descriptor import descriptor
from core.ingest.kinds.tables import Table, tables
from core.store import run


def log_changes(db: duckdb.DuckDBPyConnection, kind: str, batch: int) -> None:
    """Compare `was_…` with what stands now, within the commit's transaction."""
    for table in descriptor(kind).tracked:
        if run(db, f"select 1 from was_{table} limit 1").fetchone():  # noqa: S608 - else all rows were looked through for nothing
            run(db, _logged(tables()[table]), batch=batch)
        db.execute(f"drop table was_{table}")


def put_back(db: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Give the fields in `undo_change` their former values, in rows without a block. A versioned row counts on: whoever has an
    export of the state that is taken back must not be taken for up to date."""
    for table in _logged_tables():
        run(db, _put_back(table), now=now)


def mark_edited(db: duckdb.DuckDBPyConnection) -> None:
    """Block the rows whose value is no longer the one that the batch gave, though no later batch says so."""
    for table in _logged_tables():
        db.execute(_edited(table))


def _logged_tables() -> list[Table]:
    return [table for table in tables().values() if table.fields]


def _logged(table: Table) -> str:
    pairs = ", ".join(
        f"{{'field': '{f}', 'before': cast(b.{f} as text), 'after': cast(a.{f} as text)}}" for f in table.fields
    )
    return (
        f"insert into import_change select $batch, '{table.name}', c.id, c.part, c.change.field, c.change.before, c.change.after"  # noqa: S608 - names from kind.toml
        f" from (select b.{table.key} as id, {table.part.format('b')} as part,"
        f" unnest(list_filter([{pairs}], lambda x: x.before is distinct from x.after)) as change"
        f" from was_{table.name} b join {table.name} a on {_same(table, 'a', 'b')} where b.batch_id is distinct from $batch) c"
    )


def _same(table: Table, left: str, right: str) -> str:
    part = f" and {table.part.format(left)} = {table.part.format(right)}" if "{" in table.part else ""
    return f"{left}.{table.key} = {right}.{table.key}{part}"


def _put_back(table: Table) -> str:
    wide = ", ".join(
        f"bool_or(field = '{f}') as has_{f}, max(before) filter (where field = '{f}') as was_{f}" for f in table.fields
    )
    sets = [f"{f} = case when u.has_{f} then u.was_{f} else cast(t.{f} as text) end" for f in table.fields]
    if table.versioned:
        sets += ["version = t.version + 1", "updated_at = $now"]
    return (
        f"update {table.name} t set {', '.join(sets)} from (select entity_id, part, {wide} from undo_change c"  # noqa: S608 - names from kind.toml
        f" where entity = '{table.name}' and not exists"
        " (select 1 from undo_block b where b.owner = c.owner and b.id = c.entity_id) group by entity_id, part) u"
        f" where t.{table.key} = u.entity_id and {table.part.format('t')} = u.part"
    )


def _edited(table: Table) -> str:
    # a comparison of a constant with the left side alone would turn the hash join into a nested loop
    part = f" and {table.part.format('t')} = c.part" if "{" in table.part else ""
    now = " ".join(f"when '{f}' then cast(t.{f} as text)" for f in table.fields)
    return (
        f"insert into undo_block select distinct c.owner, c.entity_id, 'edited', cast(null as integer) from undo_change c"  # noqa: S608 - names from kind.toml
        f" left join {table.name} t on t.{table.key} = c.entity_id{part}"
        f" where c.entity = '{table.name}' and case c.field {now} end is distinct from c.after and not exists"
        " (select 1 from undo_block b where b.owner = c.owner and b.id = c.entity_id)"
    )
