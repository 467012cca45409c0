"""What follows the scans that came in: rollups at once, classes and alerts behind them; each turn begins where the last one ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from core.audit import record
from core.follow import follow_soon
from core.intake import at_hand
from core.intake.judge import LATE
from core.intake.refused import write_refused
from core.intake.take import batch_of
from core.rollup import roll_up
from core.store import Store, load_sql, run

ACTOR = "intake"
WHOLE_MINUTES = 15  # between turns in which the detectors of whole grids look as well
EVENING = 23  # hour from which the next day's batch is ready, so that its first scan waits for nobody


@dataclass(frozen=True)
class State:
    """`last_at`: when the last scan was stored; `marked_at`: up to when all of them are in the figures; `waiting`: those that are not."""

    last_at: datetime | None
    marked_at: datetime | None
    waiting: int


def follow_intake(store: Store, *, now: datetime) -> int:
    """Rollups of the days touched since the last turn, and the wish that classes, alerts and tasks follow. Returns the number of scans."""
    write_refused(store, now=now)
    at_hand.refresh(store)
    if now.hour >= EVENING:
        batch_of(store, now.date() + timedelta(days=1), actor=ACTOR, now=now)
    since, until = _waiting(store.cursor())
    if until <= since:
        return 0
    with store.write(told=False) as db:
        # within the transaction that moves the mark: what is seen here is what is counted
        since, until = _waiting(db)
        run(db, load_sql(__file__, "merged.sql"), since=since)
        days = run(db, "select distinct cast(scanned_at as date) from intake_record where seq > $since and seq <= $until", since=since, until=until)  # fmt: skip
        roll_up(store, days=[day for (day,) in days.fetchall()], actor=ACTOR)
        run(db, "delete from intake_mark")
        run(db, "insert into intake_mark values ($until, $now)", until=until, now=now)
        run(db, "delete from intake_record where taken_at < $before", before=now - LATE - timedelta(days=1))
        said = {"after": since, "through": until, "batch": batch_of(store, now.date(), actor=ACTOR, now=now)}
        record(db, ACTOR, "intake.followed", **said, whole=_whole(store, now))
    follow_soon(store, actor=ACTOR)
    return until - since


def intake_state(store: Store) -> State:
    """How far the figures are. Holds nothing that needs a scope."""
    mark, marked = store.one("select seq, marked_at from intake_mark") or (0, None)
    last, waiting = store.one(load_sql(__file__, "state.sql"), mark=mark)
    return State(last, marked, waiting)


def _waiting(db: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """From which record on the figures lack what came in, and the last one."""
    (mark,) = db.execute("select coalesce(max(seq), 0) from intake_mark").fetchone()
    return mark, run(db, load_sql(__file__, "waiting.sql"), mark=mark).fetchone()[0]


def _whole(store: Store, now: datetime) -> bool:
    last = store.value(
        "select max(happened_at) from audit_entry where event = 'intake.followed' and fields like '%\"whole\": true%' and happened_at > $since",
        since=now - timedelta(minutes=WHOLE_MINUTES),
    )
    return last is None
