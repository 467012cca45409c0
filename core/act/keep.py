"""Policy and classes → the tasks of a day, each with who has to see to it; those that are done, overdue and no longer wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import duckdb

from core.act.moment import moment
from core.act.own import give_owners, to_raise
from core.act.rules import HEIGHTS, rules, slots
from core.audit.record import record
from core.policy.loader import Policy
from core.policy.measures import TICK, WAYS
from core.policy.running import running
from core.store import Store, run, statements

TEMPORARY = ("act_classed", "act_start", "act_asked_grid", "act_asked", "act_standing", "act_wanted", "act_waiting")


COUNTS = ("made", "done", "overdue", "cancelled", "raised", "moved")
OVERDUE = "update task set status = 'overdue' where status = 'open' and due_at <= $at"


@dataclass(frozen=True)
class Kept:
    """How many tasks were made, found done, became overdue, were cancelled, went up the chain because they were overdue, or to another owner for another reason."""

    at: datetime
    made: int = 0
    done: int = 0
    overdue: int = 0
    cancelled: int = 0
    raised: int = 0
    moved: int = 0

    @property
    def changed(self) -> bool:
        return any(getattr(self, name) for name in COUNTS)


def keep_tasks(
    store: Store, *, actor: str, at: datetime | None = None, undone: bool = False, policy: Policy | None = None
) -> Kept:
    """Bring the tasks up to a moment (None: `moment`), in one transaction; audited where anything changed. A second call changes nothing.

    `undone`: data were taken back, so that what was found done by them is looked at again. Classes and grades are those that the store
    holds: whoever wants those of another day classifies it first.
    """
    at = at or moment(store)
    policy = policy or running(store, at.date())
    with store.write(told=False) as db:
        work = _Work(db, policy, at, actor)
        work.gather()
        work.clear()
        if undone:
            work.reopen()
        made = work.make()
        made += work.make_series()
        found, overdue, cancelled = work.found_done(), work.mark_overdue(), work.cancel()
        raised, moved = give_owners(db, policy, at=at, actor=actor)
        kept = Kept(at, made, found, overdue, cancelled, raised, moved)
        roll_up(db, work.days())
        for name in TEMPORARY:
            db.execute(f"drop table if exists {name}")
        if kept.changed:
            counts = {name: getattr(kept, name) for name in COUNTS}
            record(db, actor, "tasks.kept", at=at.isoformat(), policy=policy.version, **counts)
    return kept


def tend(store: Store, *, actor: str, at: datetime, owners: bool = False, policy: Policy | None = None) -> Kept:
    """What the clock alone changes since tasks were last kept: what is overdue, what goes up, and, with `owners`, who has what (another rota holds). Cheap
    enough for every minute. Audited where anything changed."""
    policy = policy or running(store, at.date())
    due = store.value("select 1 from task where status = 'open' and due_at <= $at limit 1", at=at)
    if due is None and not owners and not to_raise(store.cursor(), policy, at=at):
        return Kept(at)
    with store.write(told=False) as db:
        rows = run(db, OVERDUE + " returning made_for", at=at).fetchall()
        raised, moved = give_owners(db, policy, at=at, actor=actor)
        roll_up(db, sorted({day for (day,) in rows if day is not None}))
        kept = Kept(at, overdue=len(rows), raised=raised, moved=moved)
        if kept.changed:
            record(db, actor, "tasks.kept", at=at.isoformat(), overdue=len(rows), raised=raised, moved=moved)
    return kept


def roll_up(db: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    for statement in statements(__file__, "task_day.sql"):
        run(db, statement, days=days)


class _Work:
    """One call."""

    def __init__(self, db: duckdb.DuckDBPyConnection, policy: Policy, at: datetime, actor: str) -> None:
        self.db, self.policy, self.at, self.actor = db, policy, at, actor
        self.day = at.date()
        self.since = self.day - timedelta(days=policy.matrix.looks_back)

    def gather(self) -> None:
        """What stands for whom, and what of it is due today."""
        classes = sorted({code for code, _ in self.policy.matrix.cells})
        self._run("classed.sql", classes=classes, grade_of=self.policy.matrix.grade_of)
        self._run("asked.sql", levels=list(HEIGHTS), heights=list(HEIGHTS.values()))
        self._run("standing.sql", **rules(self.policy))
        self._run("wanted.sql", **slots(self.policy))

    def clear(self) -> None:
        """People whose only list was taken back, or who were erased: their numbers may be given to others."""
        self.db.execute(
            "delete from task where kind = 'measure' and person_id is not null and not exists (select 1 from person p where p.person_id = task.person_id)"
        )
        self._run("clear.sql")

    def reopen(self) -> None:
        run(
            self.db,
            "update task set status = 'open', done_at = null, done_how = null"
            " where kind = 'measure' and status = 'done' and done_how <> $tick and made_for >= $since",
            tick=TICK,
            since=self.since,
        )

    def make(self) -> int:
        base = self.db.execute("select coalesce(max(task_id), 0) from task").fetchone()[0]
        made = self._run("make.sql", actor=self.actor, base=base)
        self._run("again.sql")
        return made

    def make_series(self) -> int:
        """What comes again by hand: the next one as soon as the last one is due."""
        base = self.db.execute("select coalesce(max(task_id), 0) from task").fetchone()[0]
        return self._run("series.sql", actor=self.actor, base=base)

    def found_done(self) -> int:
        return sum(self._done(how) for how in WAYS if how != TICK)

    def _done(self, how: str) -> int:
        measures = [m.code for m in self.policy.measures.values() if how in m.done_by]
        self._run("waiting.sql", measures=measures, how=how)
        first = self.db.execute("select min(opens_at) from act_waiting").fetchone()[0]
        if first is None:
            return 0
        (sign,) = statements(__file__, f"done/{how}.sql")
        (text,) = statements(__file__, "found_done.sql")
        given = {"how": how, "from": first, "at": self.at}
        return run(self.db, text.replace("/*sign*/", sign), **given).fetchone()[0]

    def mark_overdue(self) -> int:
        return run(self.db, OVERDUE, at=self.at).fetchone()[0]

    def cancel(self) -> int:
        twins, ended, _, gone = self._each("cancel.sql")
        return twins + ended + gone

    def days(self) -> list[date]:
        """Those of which tasks may have changed."""
        return [self.since + timedelta(days=n) for n in range(self.policy.matrix.looks_back + 1)]

    def _run(self, name: str, **given: object) -> int:
        """Of a file; the rows that its last statement changed."""
        return self._each(name, **given)[-1]

    def _each(self, name: str, **given: object) -> list[int]:
        given = {"day": self.day, "at": self.at, "since": self.since, **given}
        found = [run(self.db, statement, **given).fetchone() for statement in statements(__file__, name)]
        return [row[0] if row else 0 for row in found]
