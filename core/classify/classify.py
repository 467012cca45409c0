"""Policy → the class of each person, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

import duckdb

from core.audit.record import record
from core.classify.compiled import candidates, of_day
from core.classify.flows import count_flows
from core.policy.loader import RESIDENT, Policy
from core.policy.running import running
from core.store import Store, load_sql, run, statements

# Before there are check-ins, classes are those of the calendar's day; the days of the data may lie before it.
LAST_JUDGED = (  # least() ignores null
    "select case when count(*) > 0 then least(max(day), (select max(day) from grid_day where check_ins > 0)) end from class_day"
)
CHUNK = 31  # days classified at a time, so that memory stays bounded


def classify(
    store: Store, *, as_of: date, actor: str, newest: bool = False, policy: Policy | None = None
) -> dict[str, int]:
    """Class every person as of one day, in one transaction.

    Replaces person_class, and class_day of that day; class_history follows. `newest`: no later day holds, counts of such
    are forgotten (their data were taken back). Returns {class code: people, shown class; resident included}.
    """
    policy = policy or running(store, as_of)
    with store.write() as db:
        if newest:
            run(db, "delete from class_day where day > $as_of", as_of=as_of)
            run(db, "delete from class_flow_day where day > $as_of", as_of=as_of)
        last = db.execute(LAST_JUDGED).fetchone()[0]
        db.execute("create temp table before_class as select person_id, class, since, until from person_class")
        candidates_of(db, policy, as_of, as_of)
        db.execute("delete from person_class")
        _hold(db, policy, as_of)
        if last is None or as_of >= last:  # a look back is no history
            base = db.execute("select coalesce(max(stretch_id), 0) from class_history").fetchone()[0]
            for statement in statements(__file__, "class_history.sql"):
                run(db, statement, as_of=as_of, version=policy.version, base=base)
        _class_days(db, [as_of])
        counts = _counts(db, as_of)
        for table in ("candidate", "before_class"):
            db.execute(f"drop table {table}")
        record(db, actor, "classify.done", as_of=as_of.isoformat(), policy=policy.version, **counts)
    return counts


def classify_days(store: Store, *, since: date, until: date, actor: str, policy: Policy | None = None) -> int:
    """Count the classes of every day of a period into class_day (person_class stays as it is), by the policy of each day unless `policy`
    is given. Returns the number of days."""
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    by_day = {day: policy or running(store, day) for day in days}
    with store.write() as db:
        for held, its_days in _stretches(by_day):
            candidates_of(db, held, its_days[0], its_days[-1])
            _class_days(db, its_days)
            db.execute("drop table candidate")
        versions = " ".join(dict.fromkeys(held.version for held in by_day.values()))
        record(db, actor, "classify.days", since=since.isoformat(), until=until.isoformat(), policy=versions)
    return len(days)


def _stretches(by_day: dict[date, Policy]) -> Iterator[tuple[Policy, list[date]]]:
    """Days that are classified at once: of one policy, not too many, and each by itself where the policy asks for that."""
    for _, same in groupby(by_day, key=lambda day: by_day[day].version):
        days = list(same)
        held = by_day[days[0]]
        step = 1 if of_day(held) else CHUNK
        for start in range(0, len(days), step):
            yield held, days[start : start + step]


def candidates_of(db: duckdb.DuckDBPyConnection, policy: Policy, since: date, until: date) -> None:
    """Temp table `candidate`: one row per person, class and stretch of days, as the rules find them."""
    db.execute(
        "create temp table candidate (person_id integer, grid_id integer, since date, until date, fields text,"
        " class text, rank smallint, reason text)"
    )
    found = candidates(policy, since=since, until=until)
    if found:
        run(db, "insert into candidate " + found.sql, **found.parameters)
    if policy.areas:
        pairs = [(code, grid) for code, grids in sorted(policy.areas.items()) for grid in grids]
        run(
            db,
            load_sql(__file__, "confined.sql"),
            classes=[code for code, _ in pairs],
            areas=[grid for _, grid in pairs],
        )
    for statement in statements(__file__, "ended.sql"):
        db.execute(statement)


def _hold(db: duckdb.DuckDBPyConnection, policy: Policy, as_of: date) -> None:
    pairs = [(each.code, other) for each in policy.classes for other in sorted(each.excludes)]
    run(
        db,
        load_sql(__file__, "person_class.sql"),
        as_of=as_of,
        version=policy.version,
        excluding=[code for code, _ in pairs],
        excluded=[code for _, code in pairs],
    )


def _class_days(db: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    run(db, "delete from class_day where day in (select unnest($days))", days=days)
    run(db, load_sql(__file__, "class_day.sql"), days=days, resident=RESIDENT)
    count_flows(db, days)


def _counts(db: duckdb.DuckDBPyConnection, as_of: date) -> dict[str, int]:
    rows = run(
        db, "select class, sum(people) from class_day where day = $as_of group by class order by class", as_of=as_of
    )
    return {code: int(people) for code, people in rows.fetchall()}
