"""Numbered schema files, each applied once; the file's effect and its record commit together."""

from __future__ import annotations

from pathlib import Path

import duckdb

from core import clock

SCHEMA = Path(__file__).parent / "schema"


def migrate(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Apply what is missing, in order. Returns the names applied now."""
    db.execute("create table if not exists migration (name text primary key, applied_at timestamp not null)")
    done = {name for (name,) in db.execute("select name from migration").fetchall()}
    applied = []
    for file in sorted(SCHEMA.glob("*.sql")):
        if file.stem in done:
            continue
        db.execute("begin")
        try:
            db.execute(file.read_text("utf-8"))
            db.execute("insert into migration values (?, ?)", [file.stem, clock.now()])
            db.execute("commit")
        except BaseException:
            db.execute("rollback")
            raise
        applied.append(file.stem)
    return applied
