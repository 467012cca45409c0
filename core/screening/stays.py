"""The stays of people in risk areas, found set by set: what is told of places is read once per writing, scans once for all areas."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import duckdb

from core.engine import Engine, here_if_away
from core.policy.loader import Policy
from core.screening.places import forget_places, read_places
from core.screening.rules import FARTHEST, rules
from core.store import load_sql, run, statements

TEMPORARY = ("told", "stretch", "said_area", "area_grid", "seen")
UNKNOWN = "select distinct below from stretch where grid_id is null and code is null"
OLDEST = "select min(first_day) from stretch"


def find_stays(
    db: duckdb.DuckDBPyConnection, policy: Policy, *, engine: Engine, areas: list[int] | None = None
) -> None:
    """Fill risk_stay anew within the caller's transaction: whole, or where nothing but the list changed, of these areas alone. Everybody's
    scans are the engine's to look through, or the desk's own while that is away."""
    for statement in statements(__file__, "stretch.sql"):
        run(db, statement, areas=areas, farthest=FARTHEST)
    oldest = db.execute(OLDEST).fetchone()[0]
    if oldest is not None:
        run(db, load_sql(__file__, "told.sql"), oldest=oldest)
        read_places(db, "select distinct text from told")
        unknown = [name for (name,) in db.execute(UNKNOWN).fetchall()]
        for statement in statements(__file__, "areas_told.sql"):
            run(db, statement, unknown=unknown)
        here_if_away(engine, lambda any_: _see(db, any_, oldest))
        run(db, load_sql(__file__, "stays.sql"), **asdict(rules(policy)))
        forget_places(db)
    for table in TEMPORARY:
        db.execute(f"drop table if exists {table}")


def _see(db: duckdb.DuckDBPyConnection, engine: Engine, oldest: date) -> None:
    with engine.run(db, since=oldest, until=date.max) as work:
        work.bring("seen", load_sql(__file__, "seen.sql"), since=oldest)
