"""Removing rows so that nothing is left that refers to them. All of it within the caller's transaction, set by set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import duckdb

from core.ingest.kinds.tables import tables
from core.privacy.dictionary import PERSON, Table, dictionary
from core.store import run

EMPTY = "''"
GONE = "select row_id from gone_row where table_name = '{0}'"


def blanked(db: duckdb.DuckDBPyConnection, table: str, columns: Iterable[str]) -> str:
    """The assignments that empty these columns: null, or an empty text where there has to be one."""
    told = run(
        db, "select column_name from duckdb_columns() where database_name = current_database() and table_name = $table and not is_nullable", table=table
    ).fetchall()  # fmt: skip
    required = {name for (name,) in told}
    return ", ".join(f"{column} = {EMPTY if column in required else 'null'}" for column in columns)


class Removal:
    """Counts what goes, by table. Use as: remove … remove … then `follow` once."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self.db = db
        self.rows: Counter[str] = Counter()
        db.execute("create or replace temp table gone_row (table_name text, row_id bigint)")

    def remove(self, table: Table, where: str, **params: object) -> int:
        """Delete rows of a table, and remember their numbers where others name them."""
        key = table.key or _ingest_key(table)
        if key is not None:
            run(self.db, f"insert into gone_row select '{table.name}', {key} from {table.name} where {where}", **params)  # noqa: S608 - names and conditions of the dictionary
        went = run(self.db, f"delete from {table.name} where {where}", **params).fetchone()[0]  # noqa: S608
        if went:
            self.rows[table.name] += went
        return went

    def follow(self) -> None:
        """What belongs to rows that went goes too, down to the last; what merely refers to them loses the number; their former values go."""
        while sum(self._belonging(table) for table in dictionary().values()):
            pass
        for table in dictionary().values():
            for column, parent in table.refers.items():
                self.db.execute(f"update {table.name} set {column} = null where {column} in ({GONE.format(parent)})")  # noqa: S608
        self._former_values()
        self.db.execute("drop table gone_row")

    def _belonging(self, table: Table) -> int:
        return sum(
            self.remove(table, f"{column} in ({GONE.format(parent)})") for column, parent in table.belongs.items()
        )

    def _former_values(self) -> None:
        """Of imports (kept for an undo), of merges and of changes of grids."""
        by_person = ", ".join(f"'{name}'" for name, table in tables().items() if table.key == "person_id")
        people, rows = GONE.format(PERSON), "(select (table_name, row_id) from gone_row)"
        asked = {
            "import_change": f"entity in ({by_person}) and entity_id in ({people}) or (entity, entity_id) in {rows}",
            "merge_row": f"(table_name, row_id) in {rows}",
            "grid_change_row": f"table_name in ('person', 'membership') and try_cast(split_part(row_key, '|', 1) as bigint) in ({people})",
        }
        for name, where in asked.items():
            went = self.db.execute(f"delete from {name} where {where}").fetchone()[0]  # noqa: S608
            if went:
                self.rows[name] += went


def _ingest_key(table: Table) -> str | None:
    """By which imports name the row whose former values they keep."""
    told = tables().get(table.name)
    return told.key if told and told.key != "person_id" else None
