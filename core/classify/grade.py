"""Policy → the grade of each grid, with its reason. After the classes and after the alerts: it takes account of both."""

from __future__ import annotations

from datetime import date, datetime, time

from core import clock
from core.audit.record import record
from core.policy.loader import Policy
from core.policy.running import APART, running
from core.registry.readings import HOURS, SURVEY_HOURS
from core.store import Store, load_sql, run, statements

LATER = "select count(*) from class_day where day > $as_of"
STANDING = """insert into grid_grade
select g.grid_id, g.grade, coalesce(h.since, $as_of), g.reason, g.fields, $version
from graded g
left join grade_history h on h.grid_id = g.grid_id and h.grade = g.grade and $as_of between h.since and coalesce(h.until, date '9999-12-31')
order by g.grid_id"""


def grade(store: Store, *, as_of: date, actor: str, policy: Policy | None = None) -> dict[str, int]:
    """Grade every grid by the classes counted on `as_of`, that day's scans and the severe alerts that are not closed now, in one transaction.

    Replaces grid_grade; grade_history follows, unless a later day was classified: a look back is no history. An area is graded by those who
    live in it, a unit by those who work and study there. Returns {grade: grids}.
    """
    policy = policy or running(store, as_of)
    with store.write(told=False) as db:
        asked = load_sql(__file__, "grid_observed.sql") + load_sql(__file__, "grid_grade.sql")
        newest = not run(db, LATER, as_of=as_of).fetchone()[0]
        when = standing_at(as_of, newest=newest)
        run(db, "create temp table graded as\n" + asked, as_of=as_of, grids=None, **when, **bound(policy))
        if newest:
            for statement in statements(__file__, "grade_history.sql"):
                run(db, statement, as_of=as_of, version=policy.version)
        db.execute("delete from grid_grade")
        run(db, STANDING, as_of=as_of, version=policy.version)
        rows = db.execute("select grade, count(*) from grid_grade group by grade order by grade").fetchall()
        db.execute("drop table graded")
        counts = {str(name): int(grids) for name, grids in rows}
        record(db, actor, "grade.done", as_of=as_of.isoformat(), policy=policy.version, **counts)
    return counts


def standing_at(as_of: date, *, newest: bool) -> dict[str, object]:
    """Which readings count: rain is of this hour, whatever day's scans are judged; of a past day those at its end."""
    at = clock.now() if newest else datetime.combine(as_of, time.max)
    return {"at": at, "hours": HOURS, "survey_hours": SURVEY_HOURS}


def bound(policy: Policy) -> dict[str, list]:
    """The rules as grid_observed.sql takes them: the lists of one rule's values stand side by side; and the classes that are counted whatever
    class of the first pack their people are shown in."""
    rules = policy.grades
    return {
        "grades": [r.grade for r in rules], "counted": [r.counted for r in rules], "at_least": [r.at_least for r in rules],
        "per_1000": [r.per_1000 for r in rules], "reasons": [r.reason for r in rules],
        "beside": [c.code for c in policy.classes if c.event and c.rank >= APART] or [""],
    }  # fmt: skip
