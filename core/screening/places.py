"""What writings of places mean: provinces, cities and counties, each writing read once."""

from __future__ import annotations

import duckdb

from core.screening.divisions import load_divisions
from core.store import load_sql

TEMPORARY = ("said_text", "said_place", "division")


def read_places(db: duckdb.DuckDBPyConnection, texts: str, **given: object) -> None:
    """Temp table `said_place` (said.sql) of the texts that a query finds, a column called `text`."""
    load_divisions(db)
    named = {name: value for name, value in given.items() if f"${name}" in texts}
    db.execute(f"create or replace temp table said_text as {texts}", named or None)
    db.execute(load_sql(__file__, "said.sql"))


def forget_places(db: duckdb.DuckDBPyConnection) -> None:
    for table in TEMPORARY:
        db.execute(f"drop table if exists {table}")
