"""Values put in place of others, each written down with what it was, so that a change of the grids can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from core.store import run


@dataclass
class Rows:
    """What one change writes. `counts`: (table, column) → rows moved."""

    db: duckdb.DuckDBPyConnection
    change: int
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def put(self, table: str, column: str, value: str, *, key: str, where: str, also: str = "", **given: object) -> int:
        """Set `column` to the expression `value` (over the row `t`) where `where` holds; names and expressions are this room's own.
        `also`: further assignments that need no way back."""
        rows = run(
            self.db,
            f"insert into grid_change_row select $change, '{table}', '{column}', cast({key} as text), cast(t.{column} as text),"  # noqa: S608 - columns.py
            f" cast({value} as text) from {table} t where {where} returning 1",
            change=self.change,
            **given,
        ).fetchall()
        if rows:
            run(self.db, f"update {table} t set {column} = {value}{also} where {where}", **given)  # noqa: S608 - columns.py
            self.counts[(table, column)] = self.counts.get((table, column), 0) + len(rows)
        return len(rows)

    def grid(self, grid_id: int, **values: object) -> None:
        """Set fields of one grid."""
        for column, value in values.items():
            self.put("grid", column, "$new", key="t.grid_id", where="t.grid_id = $grid", new=value, grid=grid_id)
        run(self.db, "update grid set version = version + 1 where grid_id = $grid", grid=grid_id)
