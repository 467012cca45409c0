"""Check-ins → grid_day, person_day, flow_day, coverage_day. Incremental: only the days asked for, and what follows from them, are made anew."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

import duckdb

from core import clock
from core.audit.record import record
from core.engine import Engine, EngineAway, engine_of
from core.lake import put
from core.policy.calendar import day_kinds
from core.policy.loader import Days, Policy
from core.policy.running import running
from core.store import Store, load_sql, run

log = logging.getLogger(__name__)
LOOK_BACK = 35  # days within which earlier same weekdays are looked for
CHUNK = 10  # days summed at a time, so that memory stays bounded
EVENT_STATEMENTS = ("belongs", "visit", "lived", "person_day", "grid_day", "flow_day")
TABLES = ("grid_day", "person_day", "flow_day")


def roll_up(store: Store, *, days: list[date] | None, actor: str) -> int:
    """Make the rollups of `days` anew (None: of every day), in one transaction. Returns the number of days that have check-ins.

    `expected` of the five weeks after a changed day is worked out again as well, so that doing it day by day ends in the same
    rows as doing it whole. A policy with another threshold of fever has every day made anew. Days whose scans are past their retention (core/privacy)
    keep the sums that they have.

    Where a cluster does the work, the days are noted with the change and worked off after it (`roll_up_due`): nobody's import waits for a
    cluster, or fails with it. Then 0 within a transaction.
    """
    engine = engine_of(store)
    with store.write(told=False) as db:
        full = days is None or counted_otherwise(store)
        kept_from = _kept_from(db)
        touched = [day for day in (_all_days(db) if full else sorted(set(days))) if day >= kept_from]
        if engine.name == "duckdb":
            return _roll_up(db, engine, touched, full=full, policy=running(store), actor=actor)
        for day in touched:
            run(db, "insert into rollup_due values ($day, $now) on conflict do nothing", day=day, now=clock.now())
    return 0 if store.writing else roll_up_due(store, actor=actor)


def roll_up_due(store: Store, *, actor: str) -> int:
    """Work off the days that wait for the cluster: their check-ins go into the lake, their sums come back. Returns the number of days that
    have check-ins; 0 where nobody answers there: they go on waiting. Raises EngineFailed: it answers, and can't do it."""
    due = [day for (day,) in store.run("select day from rollup_due order by day").fetchall()]
    if not due:
        return 0
    engine = engine_of(store)
    try:
        put(store, due, actor=actor, now=clock.now())
        with store.write(told=False) as db:
            return _roll_up(db, engine, due, full=False, policy=running(store), actor=actor)
    except EngineAway as away:
        log.warning("the engine at %s does not answer: %d days wait", away.fields["address"], len(due))
        return 0


def event_statements() -> tuple[tuple[str, str], ...]:
    """(name, SQL) of all that is made of single check-ins, in its order; parameters: $since, $until, $fever."""
    return tuple((name, load_sql(__file__, f"{name}.sql")) for name in EVENT_STATEMENTS)


def waits_since(store: Store) -> datetime | None:
    """Since when figures wait for the cluster; None: they are up to date."""
    return store.value("select min(since) from rollup_due")


def _roll_up(
    db: duckdb.DuckDBPyConnection, engine: Engine, touched: list[date], *, full: bool, policy: Policy, actor: str
) -> int:
    measured = 0
    if full:
        for table in (*TABLES, "coverage_day"):
            run(db, f"delete from {table} where day >= $kept_from", kept_from=_kept_from(db))  # noqa: S608 - names from TABLES
    for chunk in runs(touched):
        measured += _sum(db, engine, chunk, fever=policy.fever, keep_old=full)
    for chunk in runs(_followers(db, touched)):
        _expect(db, engine, chunk, policy.days)
    db.execute("delete from missing_day")
    missing = "insert into missing_day\n" + load_sql(__file__, "missing_day.sql")
    run(db, missing, share=policy.days.missing, least=policy.days.missing_from)
    db.execute("delete from rollup_rule")
    run(db, "insert into rollup_rule values ('fever', $fever)", fever=policy.fever)
    run(db, "delete from rollup_due where day in (select unnest($days))", days=touched)
    record(db, actor, "rollup.done", days=len(touched), full=full)
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


def _kept_from(db: duckdb.DuckDBPyConnection) -> date:
    """The first day whose scans are kept whole: sums of earlier ones can't be made again."""
    return db.execute("select max(through) from removal where done_at is not null").fetchone()[0] or date.min


def _all_days(db: duckdb.DuckDBPyConnection) -> list[date]:
    rows = db.execute(
        "select distinct cast(scanned_at as date) as day from check_in union select day from lake_file"
    ).fetchall()
    return sorted(day for (day,) in rows)


def _sum(db: duckdb.DuckDBPyConnection, engine: Engine, chunk: list[date], *, fever: float, keep_old: bool) -> int:
    """Fill the rollups of a chunk of days from its check-ins: all that is done with single events."""
    span = {"since": chunk[0], "until": chunk[-1]}
    if not keep_old:
        for table in (*TABLES, "coverage_day"):
            run(db, f"delete from {table} where day between $since and $until", **span)  # noqa: S608
    with engine.run(db, **span) as work:
        work.keep("belongs", load_sql(__file__, "belongs.sql"))
        work.keep("visit", load_sql(__file__, "visit.sql"), **span)
        work.keep("lived", load_sql(__file__, "lived.sql"))
        work.fill("person_day", load_sql(__file__, "person_day.sql"))
        work.fill("grid_day", load_sql(__file__, "grid_day.sql"), fever=fever, **span)
        work.fill("flow_day", load_sql(__file__, "flow_day.sql"))
        return work.answer("select count(distinct day) as days from visit").column("days")[0].as_py()


def _followers(db: duckdb.DuckDBPyConnection, days: list[date]) -> list[date]:
    """The days themselves, and the stored days whose expectation looks back on one of them."""
    stored = [day for (day,) in db.execute("select distinct day from grid_day").fetchall()]
    reach = sorted(days)
    return sorted({d for d in stored if any(0 <= (d - day).days <= LOOK_BACK for day in reach)})


def _expect(db: duckdb.DuckDBPyConnection, engine: Engine, chunk: list[date], limits: Days) -> None:
    """Fill `expected` of the days of a chunk, and add the rows of grids that sent nothing: from sums alone."""
    kinds = day_kinds(chunk[0] - timedelta(days=LOOK_BACK), chunk[-1])
    days, weekdays = [k.day for k in kinds], [k.weekday for k in kinds]
    with engine.run(db, since=days[0], until=chunk[-1]) as work:
        work.keep(
            "expected_day", load_sql(__file__, "expected.sql"),
            days=days, weekdays=weekdays, wanted=chunk, share=limits.missing, least=limits.missing_from,
        )  # fmt: skip
        work.keep("completed", load_sql(__file__, "with_expected.sql"), wanted=chunk)
        run(db, "delete from grid_day where day in (select unnest($wanted))", wanted=chunk)
        work.fill("grid_day", "select * from completed order by day, grid_id")
        run(db, "delete from coverage_day where day in (select unnest($wanted))", wanted=chunk)
        work.fill("coverage_day", load_sql(__file__, "coverage_day.sql"), wanted=chunk)
