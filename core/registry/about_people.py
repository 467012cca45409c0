"""Which tables hold rows about a person: found in the schema itself, so that a new one is known to merges and to erasure at once."""

from __future__ import annotations

import duckdb

from core.store import load_sql


def tables_about_people(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """(table, key) of each table with a key of one column whose rows name a person in `person_id`, but for the register itself.

    Rows of tables without a key (memberships, check-ins, classes, figures) have their own ways: see core/duplicates/merge.sql.
    """
    return db.execute(load_sql(__file__, "about_people.sql")).fetchall()
