"""What writings of places mean: provinces, cities and counties, each writing read once."""

from __future__ import annotations

import duckdb

from core.screening.divisions import load_divisions
from core.store import load_sql, statements

TEMPORARY = ("said_text", "said_place", "division", "whole_text", "whole_place", "said_tail", "second")
PIECES = "select distinct piece as text from said_tail"


def read_places(db: duckdb.DuckDBPyConnection, texts: str, **given: object) -> None:
    """Temp table `said_place` of the texts that a query finds, a column called `text`: text, code, rest, ways (said.sql). What a place leaves
    over is read as a place too: who names two that contradict each other may mean either."""
    load_divisions(db)
    named = {name: value for name, value in given.items() if f"${name}" in texts}
    _read(db, texts, named)
    for statement in statements(__file__, "tails.sql"):
        db.execute(statement)
    _read(db, PIECES, {})
    for statement in statements(__file__, "contradicted.sql"):
        db.execute(statement)


def _read(db: duckdb.DuckDBPyConnection, texts: str, given: dict[str, object]) -> None:
    db.execute(f"create or replace temp table said_text as {texts}", given or None)
    db.execute(load_sql(__file__, "said.sql"))


def forget_places(db: duckdb.DuckDBPyConnection) -> None:
    for table in TEMPORARY:
        db.execute(f"drop table if exists {table}")
