"""What the SQL of an undo has to know of the registers' tables, made from their declarations (core/ingest/kinds/tables.py)."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from core.ingest.kinds.tables import Table, tables
from core.store import statements


def load_declared(db: duckdb.DuckDBPyConnection) -> None:
    """`undo_table` (entity, owner), `undo_aspect` (entity, field, aspect) and `undo_pointer` (entity, field, target)."""
    known = tables().values()
    _load(db, "undo_table", ("entity", "owner"), [(t.name, t.owner) for t in known])
    _load(db, "undo_aspect", ("entity", "field", "aspect"), [(t.name, f, t.aspect(f)) for t in known for f in t.fields])
    pointers = [(t.name, field, target) for t in known for field, target in t.points.items()]
    _load(db, "undo_pointer", ("entity", "field", "target"), pointers)


def declared(file: str) -> Iterator[str]:
    """The statements of a file of this folder. Put in place of its words: `rows_of_owners` (owner, id, batch_id), `rows_of_parts`
    (owner, id, entity, part, batch_id, light) and `pointing_rows` (owner, id, from_owner, from_id, batch_id)."""
    for statement in statements(__file__, file):
        yield (
            statement.replace("rows_of_owners", f"({_union(_owner(t) for t in tables().values() if t.own)})")
            .replace("rows_of_parts", f"({_union(_part(t) for t in tables().values() if not t.own)})")
            .replace("pointing_rows", f"({_union(_pointing(t) for t in tables().values() if t.points)})")
        )


def removals() -> Iterator[str]:
    """Statements that take out what the batch made, but for rows whose owner has a block: parts, then the rows themselves."""
    for table in tables().values():
        kept = f"select 1 from undo_kept k where k.owner = '{table.owner}' and k.id = t.{table.key}"  # noqa: S608 - kind.toml
        gone = f"select id from undo_gone where owner = '{table.owner}'"  # noqa: S608 - kind.toml
        if not table.own:
            yield f"delete from {table.name} t where t.batch_id = $batch and not exists ({kept})"  # noqa: S608 - kind.toml
        if table.own or table.light:
            yield f"delete from {table.name} where {table.key} in ({gone})"  # noqa: S608 - kind.toml


def _owner(table: Table) -> str:
    return f"select '{table.name}' as owner, {table.key} as id, batch_id from {table.name}"  # noqa: S608 - kind.toml


def _part(table: Table) -> str:
    return (
        f"select '{table.owner}' as owner, t.{table.key} as id, '{table.name}' as entity,"  # noqa: S608 - kind.toml
        f" {table.part.format('t')} as part, t.batch_id, {str(table.light).lower()} as light from {table.name} t"
    )


def _pointing(table: Table) -> str:
    return _union(
        f"select '{target}' as owner, {field} as id, '{table.owner}' as from_owner, {table.key} as from_id, batch_id"  # noqa: S608 - kind.toml
        f" from {table.name}"
        for field, target in table.points.items()
    )


def _union(parts: Iterator[str]) -> str:
    return " union all ".join(parts)


def _load(db: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    given = pa.table({column: pa.array([row[at] for row in rows], pa.string()) for at, column in enumerate(columns)})
    db.register("given_rows", given)
    db.execute(f"create or replace temp table {name} as select * from given_rows")  # noqa: S608 - our own names
    db.unregister("given_rows")
