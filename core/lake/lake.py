"""What the lake holds. A check-in lies either in the store or in a file (or a part of the cluster's table), never in both: it is committed to the
store first, where nothing is lost, and moves when its day is summed. A file counts once `lake_file` names it, in the transaction that takes its
rows out of the store: one half written or left over by a crash is read by nobody, and swept away.

What changes check-ins that were moved (an undo, a merge) calls their days back first.

A table is not read by the desk itself (core/lake/table.py): its last days stay in near_check_in as well, and older ones are called near, or asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import duckdb

from core.audit import record
from core.engine import EngineAway, engine_of
from core.errors import UserError
from core.lake.folder import FolderPlace
from core.lake.place import Parts, Place
from core.store import Store, run
from core.store.outside import COLUMNS, show_outside

FILES = 8  # of one day, from which they are made into one
OF_DAY = "scanned_at >= cast($day as date) and scanned_at < cast($day as date) + interval 1 day"


def put(store: Store, days: Iterable[date], *, actor: str, now: datetime) -> int:
    """Move the store's check-ins of some days into the lake, a transaction per day. Returns their number.

    Raises UserError: lake_unset, lake_folder (it can't be written); EngineAway, EngineFailed of a table. What was not moved stays in the store.
    """
    moved = 0
    with _place(store) as place:
        for day in days:
            moved += _put(store, place, day, actor=actor, now=now)
    return moved


def _put(store: Store, place: Place, day: date, *, actor: str, now: datetime) -> int:
    with store.write() as db:
        rows = run(db, f"select count(*) from check_in where {OF_DAY}", day=day).fetchone()[0]
        if not rows:
            return 0
        name = place.write(db, day, f"select {COLUMNS} from check_in where {OF_DAY}")
        near = not place.near or day >= near_from(store, now.date())
        if place.near and near:
            run(
                db,
                f"insert into near_check_in ({COLUMNS}) select {COLUMNS} from check_in where {OF_DAY} order by person_id, scanned_at",
                day=day,
            )
        run(db, f"delete from check_in where {OF_DAY}", day=day)
        db.execute("insert into lake_file values (?, ?, ?, ?, ?)", [name, day, rows, now, near])
        show_outside(db, store.settings)
        record(db, actor, "lake.put", day=day, rows=rows)
    if store.value("select count(*) from lake_file where day = $day", day=day) >= FILES:
        compact(store, day, actor=actor, now=now)
    return rows


def put_all(store: Store, *, actor: str, now: datetime) -> int:
    """Move all check-ins into the lake: a county moves over. Returns their number."""
    days = store.run("select distinct cast(scanned_at as date) as day from check_in order by day").fetchall()
    return put(store, [day for (day,) in days], actor=actor, now=now)


def recall(db: duckdb.DuckDBPyConnection, store: Store, days: Iterable[date]) -> int:
    """Take days back into the store within the caller's transaction. Returns the number of check-ins. Their files stop counting, and are
    removed by the next sweep. Raises UserError lake_short (the lake holds other rows than were put there); EngineAway, EngineFailed."""
    wanted = list(days)
    files = run(
        db, "select name, day, rows, near from lake_file where day in (select unnest($days)) order by name", days=wanted
    ).fetchall()
    if not files:
        return 0
    table = bool(store.settings.lake_table)
    before = db.execute("select count(*) from check_in").fetchone()[0]
    if table:
        _step_back(db, sorted({day for _, day, _, near in files if near}))
    asked = [(name, day) for name, day, _, near in files if not (near and table)]
    if asked:
        with _far(store, db, asked) as there:
            db.execute(f"insert into check_in ({COLUMNS}) select {COLUMNS} from {there} order by scanned_at")
    expected = sum(rows for _, _, rows, _ in files)
    if db.execute("select count(*) from check_in").fetchone()[0] - before != expected:
        raise UserError("lake_short", days=", ".join(sorted({str(day) for _, day, _, _ in files})[:5]))
    run(db, "delete from lake_file where day in (select unnest($days))", days=wanted)
    show_outside(db, store.settings)
    return expected


def _step_back(db: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    for day in days:
        run(
            db,
            f"insert into check_in ({COLUMNS}) select {COLUMNS} from near_check_in where {OF_DAY} order by scanned_at",
            day=day,
        )
        run(db, f"delete from near_check_in where {OF_DAY}", day=day)


def recall_people(db: duckdb.DuckDBPyConnection, store: Store, people: str) -> int:
    """Take the days back on which any of these people (an SQL query of numbers) were scanned, as `recall` does."""
    return recall(db, store, days_scanned(db, store, people))


def days_scanned(db: duckdb.DuckDBPyConnection, store: Store, people: str) -> list[date]:
    """The days on which any of these people (an SQL query of numbers) were scanned, wherever that is kept. Raises EngineAway, EngineFailed where
    some of it lies with the cluster alone."""
    days = {
        day
        for (day,) in db.execute(
            f"select distinct cast(scanned_at as date) from every_check_in where person_id in ({people})"
        ).fetchall()
    }
    far = run(db, "select name, day from lake_file where not near order by name").fetchall()
    numbers = [n for (n,) in db.execute(people).fetchall()] if far else []
    if numbers:
        where = f"person_id in ({', '.join(str(int(n)) for n in numbers)})"
        with _far(store, db, far, where) as there:
            days |= {day for (day,) in db.execute(f"select distinct cast(scanned_at as date) from {there}").fetchall()}
    return sorted(days)


def forget(db: duckdb.DuckDBPyConnection, store: Store, *, before: date | None) -> int:
    """Let go of days before one (None: of all) within the caller's transaction; the next sweep removes their files. Returns the number of check-ins."""
    gone = run(
        db, "delete from lake_file where $before is null or day < $before returning rows", before=before
    ).fetchall()
    if gone:
        run(db, "delete from near_check_in where $before is null or scanned_at < $before", before=before)
        show_outside(db, store.settings)
    return sum(rows for (rows,) in gone)


def sweep_out(store: Store) -> None:
    """All that this store ever put into a table goes, whether it counts or not. Raises EngineAway, EngineFailed: then it may still be there."""
    if store.settings.lake_table:
        with _place(store) as place:
            place.remove(list(place.left()))


def recall_all(store: Store, *, actor: str) -> int:
    """Take all check-ins back into the store, a transaction per day. Returns their number."""
    moved = 0
    for (day,) in store.run("select distinct day from lake_file order by day").fetchall():
        with store.write() as db:
            rows = recall(db, store, [day])
            record(db, actor, "lake.recalled", day=day, rows=rows)
        moved += rows
    sweep_lake(store)
    return moved


def compact(store: Store, day: date, *, actor: str, now: datetime) -> None:
    """A day's files made into one: many small ones are slow to read."""
    with store.write(shown=False) as db:
        files = run(
            db, "select name, day, rows, near from lake_file where day = $day order by name", day=day
        ).fetchall()
        if len(files) < 2:
            return
        rows, near = sum(rows for _, _, rows, _ in files), all(near for *_, near in files)
        if not near and any(near for *_, near in files):
            return  # some of it near and some not: what is near could not be told apart any more
        with _place(store) as place:
            made = place.merge(db, [(name, day) for name, *_ in files], day, rows)
        run(db, "delete from lake_file where day = $day", day=day)
        db.execute("insert into lake_file values (?, ?, ?, ?, ?)", [made, day, rows, now, near])
        show_outside(db, store.settings)
        record(db, actor, "lake.compacted", day=day, files=len(files), rows=rows)
    sweep_lake(store)


def sweep_lake(store: Store) -> int:
    """Remove files that do not count: left by a crash, a rollback, a recall. Returns their number; 0 while the cluster that has them does not answer."""
    if not store.settings.lake:
        return 0
    # the writer's turn: no file is being written whose row is not there yet
    with store.write(shown=False) as db:
        counts = {name for (name,) in db.execute("select name from lake_file").fetchall()}
        try:
            with _place(store) as place:
                left = [(name, day) for name, day in place.left() if name not in counts]
                place.remove(left)
        except EngineAway:
            return 0
    return len(left)


def near_from(store: Store, today: date) -> date:
    """The first of the last days that the desk keeps itself, where the lake is a table; they end with the last day that is known."""
    newest = store.value(
        "select max(day) from (select day from lake_file union all select cast(scanned_at as date) from check_in) where day <= $today",
        today=today,
    )
    return (newest or today) - timedelta(days=store.settings.lake_near)


def call_near(
    store: Store, *, since: date | None = None, until: date | None = None, put_since: datetime | None = None
) -> int:
    """The desk can read these days (those put into the lake from `put_since` on) by itself when this returns: what lies with the cluster alone is asked
    for, and stays until the next night. Nothing to do where the lake is a folder. Returns the number of check-ins that came. Raises EngineAway, EngineFailed, UserError lake_short.
    """
    far = store.run(
        "select day, list(name order by name), sum(rows) from lake_file where not near and ($since is null or day >= $since)"
        " and ($until is null or day <= $until) and ($put_since is null or put_at >= $put_since) group by day order by day",
        since=since, until=until, put_since=put_since,
    ).fetchall()  # fmt: skip
    came = 0
    for day, names, rows in far:
        with store.write() as db:
            with _far(store, db, [(name, day) for name in names]) as there:
                made = db.execute(
                    f"insert into near_check_in ({COLUMNS}) select {COLUMNS} from {there} order by person_id, scanned_at"
                )
                if made.fetchone()[0] != rows:
                    raise UserError("lake_short", days=str(day))
            run(db, "update lake_file set near = true where name in (select unnest($names))", names=names)
            came += int(rows)
    return came


def let_go(store: Store, *, today: date) -> int:
    """Days that are near no longer are kept by the cluster alone. Returns the number of check-ins."""
    if not store.settings.lake_table:
        return 0
    first = near_from(store, today)
    with store.write(shown=False) as db:
        gone = run(db, "update lake_file set near = false where near and day < $first returning rows", first=first)
        rows = sum(rows for (rows,) in gone.fetchall())
        run(db, "delete from near_check_in where scanned_at < $first", first=first)
    return rows


@contextmanager
def reached(store: Store, *, person_id: int, since: date, until: date) -> Iterator[None]:
    """Within this, what this thread reads of every_check_in holds one person's scans of days that lie with the cluster alone, too.
    Raises EngineAway, EngineFailed at the beginning."""
    far = store.run(
        "select name, day from lake_file where not near and day between $since and $until order by name",
        since=since,
        until=until,
    ).fetchall()
    if not far:
        yield
        return
    db = store.cursor()
    with _far(store, db, far, f"person_id = {int(person_id)}") as there:
        db.execute(f"create or replace temp table far_check_in as select {COLUMNS} from {there}")
    # a temporary view is found before the store's own of that name, and by this thread's cursor alone
    db.execute(
        f"create or replace temp view every_check_in as select {COLUMNS} from {store.name}.main.every_check_in union all select {COLUMNS} from far_check_in"
    )
    try:
        yield
    finally:
        db.execute("drop view temp.every_check_in")
        db.execute("drop table temp.far_check_in")


@contextmanager
def _far(store: Store, db: duckdb.DuckDBPyConnection, parts: Parts, where: str = "true") -> Iterator[str]:
    """Place.read. Raises EngineAway lake_away."""
    try:
        with _place(store) as place, place.read(db, parts, where) as there:
            yield there
    except EngineAway as away:
        days = [day for _, day in parts]
        raise EngineAway(
            "lake_away", address=away.fields["address"], since=str(min(days)), until=str(max(days))
        ) from away


@contextmanager
def _place(store: Store) -> Iterator[Place]:
    place = _of(store)
    try:
        yield place
    finally:
        place.close()


def _of(store: Store) -> Place:
    settings = store.settings
    if settings.lake_table:
        engine = engine_of(store)  # says it where its package is missing
        from core.lake.table import TablePlace  # noqa: PLC0415

        return TablePlace(store, engine)
    if settings.lake_folder is None:
        raise UserError("lake_unset")
    return FolderPlace(settings.lake_folder)
