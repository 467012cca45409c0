"""`grid_tree`: who lies in whom. Rebuilt whole whenever grids change (tens of thousands of rows, well under a second)."""

from __future__ import annotations

import duckdb

from core.store import load_sql


def rebuild_tree(db: duckdb.DuckDBPyConnection) -> int:
    """Fill `grid_tree` from `grid`; the caller holds the transaction. Returns its number of rows."""
    db.execute("delete from grid_tree")
    db.execute(load_sql(__file__, "tree.sql"))
    return db.execute("select count(*) from grid_tree").fetchone()[0]
