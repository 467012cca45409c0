"""What was decided on people's classes by hand, laid over what the rules found."""

from __future__ import annotations

import json
from datetime import date

import duckdb

from core.policy.classes import PersonClass
from core.policy.loader import Policy
from core.store import run, statements

MATTERING = """create temp table decision as
  select manual_id, person_id, class, act, since, until, reason from manual_class
  where since <= $until and (until >= $since or act = 'release')"""
FEW = " and person_id in (select unnest($people))"
# where somebody without a home was seen last
LATEST = """create temp table latest as
  select d.person_id, arg_max(d.last_grid_id, d.day) as grid_id from person_day d
  where d.person_id in (select person_id from decision) and d.day <= $until group by d.person_id"""


def decided(
    db: duckdb.DuckDBPyConnection, policy: Policy, since: date, until: date, *, people: list[int] | None = None
) -> None:
    """Temp table `decision`: those that matter on the days given; `candidate` as they leave it."""
    few = {} if people is None else {"people": people}
    run(db, MATTERING + (FEW if few else ""), since=since, until=until, **few)
    run(db, LATEST, until=until)
    classes = [c for c in policy.classes if c.event]
    given = {
        "classes": [c.code for c in classes],
        "ranks": [c.rank for c in classes],
        "chains": [_chain(c) for c in classes],
        "since": since,
        "until": until,
    }
    for statement in statements(__file__, "manual.sql"):
        run(db, statement, **given)
    db.execute("drop table latest")


def _chain(each: PersonClass) -> str | None:
    """Of a class of several lengths the longest."""
    length = max(each.lengths, key=lambda one: one.days or 0)
    if not length.phases:
        return None
    return json.dumps({
        "ends": length.ends(1), "places": [phase.place for phase in length.phases], "tests": length.tests(1),
    })  # fmt: skip
