"""Whom a scope reaches: the one rule (`scope_people` in the schema), asked of some people."""

from __future__ import annotations

from datetime import date

import duckdb

from core.domain import EVERYTHING, Scope
from core.store import load_sql, run


def reached(db: duckdb.DuckDBPyConnection, scope: Scope, people: list[int], as_of: date) -> set[int]:
    """Of `people` those whom the scope reaches on that day: by home, or by work, study or a stay that holds; visitors by the whole too."""
    if not people:
        return set()
    if EVERYTHING in scope.roots:
        # whoever there is: the macro's own first case, planned in a tenth of its time
        asked = "select person_id from person where person_id in (select unnest(cast($people as integer[])))"
        return {number for (number,) in run(db, asked, people=people).fetchall()}
    found = run(db, load_sql(__file__, "reach.sql"), scope=scope.roots, people=people, as_of=as_of).fetchall()
    return {number for (number,) in found}
