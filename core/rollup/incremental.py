"""Check-ins → grid_day, person_day, flow_day, coverage_day. Incremental: only the days asked for, and what follows from them, are made anew."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from core.audit.record import record
from core.policy.calendar import day_kinds
from core.policy.loader import Days
from core.policy.running import running
from core.store import Store, load_sql, run

LOOK_BACK = 35  # days within which earlier same weekdays are looked for
CHUNK = 10  # days summed at a time, so that memory stays bounded
TABLES = ("grid_day", "person_day", "flow_day")


def roll_up(store: Store, *, days: list[date] | None, actor: str) -> int:
    """Make the rollups of `days` anew (None: of every day), in one transaction. Returns the number of days that have check-ins.

    `expected` of the five weeks after a changed day is worked out again as well, so that doing it day by day ends in the same
    rows as doing it whole. A policy with another threshold of fever has every day made anew. Days whose scans are past their retention (core/privacy)
    keep the sums that they have.
    """
    policy = running(store)
    fever, limits = policy.fever, policy.days
    with store.write() as db:
        if days is not None and counted_otherwise(store):
            days = None
        kept_from = db.execute("select max(through) from removal where done_at is not null").fetchone()[0] or date.min
        touched = [day for day in _touched(db, days) if day >= kept_from]
        measured = 0
        run(db, load_sql(__file__, "belongs.sql"))
        if days is None:
            for table in TABLES:
                run(db, f"delete from {table} where day >= $kept_from", kept_from=kept_from)  # noqa: S608 - names from TABLES
            run(db, "delete from coverage_day where day >= $kept_from", kept_from=kept_from)
        for chunk in runs(touched):
            measured += _sum(db, chunk, fever=fever, keep_old=days is None)
        db.execute("drop table belongs")
        for chunk in runs(_followers(db, touched)):
            _expect(db, chunk, limits)
        db.execute("delete from missing_day")
        run(db, load_sql(__file__, "missing_day.sql"), share=limits.missing, least=limits.missing_from)
        db.execute("delete from rollup_rule")
        run(db, "insert into rollup_rule values ('fever', $fever)", fever=fever)
        record(db, actor, "rollup.done", days=len(touched), full=days is None)
    return measured


def counted_otherwise(store: Store) -> bool:
    """Whether the stored days were counted by another threshold of fever: then all of them are to be made anew."""
    return store.value("select value from rollup_rule where name = 'fever'") not in (None, running(store).fever)


def runs(days: list[date]) -> list[list[date]]:
    """Consecutive days together, at most CHUNK of them."""
    chunks: list[list[date]] = []
    for day in sorted(set(days)):
        if chunks and day - chunks[-1][-1] == timedelta(days=1) and len(chunks[-1]) < CHUNK:
            chunks[-1].append(day)
        else:
            chunks.append([day])
    return chunks


def _touched(db: duckdb.DuckDBPyConnection, days: list[date] | None) -> list[date]:
    if days is not None:
        return sorted(set(days))
    rows = db.execute("select distinct cast(scanned_at as date) as day from check_in order by day").fetchall()
    return [day for (day,) in rows]


def _sum(db: duckdb.DuckDBPyConnection, chunk: list[date], *, fever: float, keep_old: bool) -> int:
    since, until = chunk[0], chunk[-1]
    if not keep_old:
        for table in (*TABLES, "coverage_day"):
            run(db, f"delete from {table} where day between $since and $until", since=since, until=until)  # noqa: S608
    run(db, load_sql(__file__, "visit.sql"), since=since, until=until)
    run(db, load_sql(__file__, "lived.sql"))
    run(db, load_sql(__file__, "person_day.sql"))
    run(db, load_sql(__file__, "grid_day.sql"), fever=fever, since=since, until=until)
    run(db, load_sql(__file__, "flow_day.sql"))
    days = db.execute("select count(distinct day) from visit").fetchone()[0]
    db.execute("drop table visit")
    db.execute("drop table lived")
    return days


def _followers(db: duckdb.DuckDBPyConnection, days: list[date]) -> list[date]:
    """The days themselves, and the stored days whose expectation looks back on one of them."""
    stored = [day for (day,) in db.execute("select distinct day from grid_day").fetchall()]
    reach = sorted(days)
    return sorted({d for d in stored if any(0 <= (d - day).days <= LOOK_BACK for day in reach)})


def _expect(db: duckdb.DuckDBPyConnection, chunk: list[date], limits: Days) -> None:
    """Fill `expected` of the days of a chunk, and add the rows of grids that sent nothing."""
    kinds = day_kinds(chunk[0] - timedelta(days=LOOK_BACK), chunk[-1])
    days, weekdays = [k.day for k in kinds], [k.weekday for k in kinds]
    run(
        db, load_sql(__file__, "expected.sql"),
        days=days, weekdays=weekdays, wanted=chunk, share=limits.missing, least=limits.missing_from,
    )  # fmt: skip
    run(db, load_sql(__file__, "with_expected.sql"), wanted=chunk)
    run(db, "delete from grid_day where day in (select unnest($wanted))", wanted=chunk)
    db.execute("insert into grid_day select * from completed order by day, grid_id")
    run(db, "delete from coverage_day where day in (select unnest($wanted))", wanted=chunk)
    run(db, load_sql(__file__, "coverage_day.sql"), wanted=chunk)
    db.execute("drop table completed")
    db.execute("drop table expected_day")
