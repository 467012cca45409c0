"""Policy → the grade of each area grid, with its reason. After the classes and after the alerts: it takes account of both."""

from __future__ import annotations

from datetime import date

from core.audit.record import record
from core.policy.loader import Policy
from core.policy.running import running
from core.store import Store, load_sql, run


def grade(store: Store, *, as_of: date, actor: str, policy: Policy | None = None) -> dict[str, int]:
    """Grade every area grid by the classes counted on `as_of` and the severe alerts that are not closed now, in one transaction; the day
    since which a grade stands is kept. Replaces grid_grade. Returns {grade: grids}."""
    policy = policy or running(store, as_of)
    with store.write() as db:
        db.execute("create temp table before_grade as select grid_id, grade, since from grid_grade")
        db.execute("delete from grid_grade")
        run(
            db,
            load_sql(__file__, "grid_grade.sql"),
            as_of=as_of,
            version=policy.version,
            grades=[r.grade for r in policy.grades],
            counted=[r.counted for r in policy.grades],
            at_least=[r.at_least for r in policy.grades],
            per_1000=[r.per_1000 for r in policy.grades],
            reasons=[r.reason for r in policy.grades],
        )
        rows = db.execute("select grade, count(*) from grid_grade group by grade order by grade").fetchall()
        db.execute("drop table before_grade")
        counts = {str(name): int(grids) for name, grids in rows}
        record(db, actor, "grade.done", as_of=as_of.isoformat(), policy=policy.version, **counts)
    return counts
