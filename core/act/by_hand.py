"""Tasks by hand, and work handed to another: what a person decides about who does what until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.act.keep import roll_up
from core.act.own import give_owners
from core.act.rules import HEIGHTS
from core.act.tick import change
from core.audit.record import record
from core.chain.rota import away, check_post
from core.domain import Scope
from core.errors import UserError
from core.policy.measures import TICK, WAYS
from core.policy.running import running
from core.registry.reach import reached
from core.store import Store, load_sql, run

KINDS = ("visit", "call", "verify", "other")
AWAITED = tuple(way for way in WAYS if way != TICK)
LONGEST = 120  # characters of a title
FAR = timedelta(days=366)


@dataclass(frozen=True)
class Asked:
    """A task by hand. About a person (then in their home grid, unless one is named) or a grid. `owner`: a grid and a duty there; None: the nearest who answers. `awaits`: what ends it by
    itself, of AWAITED; None: a tick. `every`: days until the next one, up to `until` (needed then). `alert_id`: the alert that it is about."""

    kind: str
    due_at: datetime
    title: str | None = None
    person_id: int | None = None
    grid_id: int | None = None
    owner: tuple[int, str] | None = None
    awaits: str | None = None
    every: int | None = None
    until: date | None = None
    alert_id: int | None = None


def add_task(store: Store, scope: Scope, asked: Asked, *, actor: str, at: datetime) -> int:
    """Audited (without the title). Returns its number.

    Raises UserError task_kind, task_title (too long, or none for `other`), task_past (due before now, or more than a year ahead), task_series (an interval without a later end), task_about (neither a person nor a grid),
    person_unknown, task_person_gone (who died or moved away), task_awaits (without a person), task_alert (unknown, or out of reach), post_out_of_scope, post_unknown, post_disabled.
    """
    title = (asked.title or "").strip() or None
    _check(asked, title, at)
    with store.write() as db:
        grid_id = _grid(db, scope, asked, at)
        owner = asked.owner
        if owner is not None:
            check_post(db, scope, owner, at=at)
        if asked.alert_id is not None:
            text = "select 1 from scope_alerts($scope) where alert_id = $n"
            if run(db, text, scope=scope.roots, n=asked.alert_id).fetchone() is None:
                raise UserError("task_alert")
        number = db.execute("select coalesce(max(task_id), 0) + 1 from task").fetchone()[0]
        values = {
            "task_id": number, "alert_id": asked.alert_id, "kind": asked.kind, "title": title, "awaits": asked.awaits,
            "series_id": number if asked.every else None, "every": asked.every, "until": asked.until,
            "grid_id": grid_id, "person_id": asked.person_id, "made_for": asked.due_at.date(), "opens_at": at, "due_at": asked.due_at,
            "closes_at": asked.due_at + timedelta(days=asked.every) if asked.every else None,
            "asked_grid_id": owner[0] if owner else grid_id, "given_role": owner[1] if owner else None,
            "created_by": actor, "created_at": at,
        }  # fmt: skip
        run(db, load_sql(__file__, "by_hand.sql"), **values)
        give_owners(db, running(store, at.date()), at=at, actor=actor)
        roll_up(db, [asked.due_at.date()])
        record(
            db,
            actor,
            "task.added",
            task=number,
            kind=asked.kind,
            grid=grid_id,
            person=asked.person_id,
            alert=asked.alert_id,
        )
    return number


def cancel_tasks(store: Store, scope: Scope, task_ids: list[int], *, actor: str, at: datetime) -> int:
    """Tasks by hand that are not wanted any more; with one of a series what would follow it. Returns how many; audited."""
    return change(
        store, scope, task_ids, "task.cancelled",
        "set status = 'cancelled', done_at = $at, done_by = $actor, done_how = 'by_hand' where kind <> 'measure' and status in ('drafted', 'open', 'overdue')",
        actor=actor, at=at,
    )  # fmt: skip


def give(
    store: Store, scope: Scope, task_ids: list[int], to: tuple[int, str] | None, *, actor: str, at: datetime
) -> int:
    """Hand tasks that are not done to a duty (grid, role), with all that follows by the chain from there; None: back to whoever is asked by the policy. Returns how many; audited,
    and each stands in `task_move`. Raises UserError post_out_of_scope, post_unknown, post_disabled."""
    with store.write() as db:
        if to is not None:
            check_post(db, scope, to, at=at)
            said, given = "asked_grid_id = $grid, given_role = $role", {"grid": to[0], "role": to[1]}
        else:
            # of what was asked for by a level the run of the day says which grid it is
            said, given = "asked_grid_id = grid_id, given_role = null", {}
        count = change(
            store, scope, task_ids, "task.given",
            f"set {said}, raised = 0, asked_at = $at where status in ('drafted', 'open', 'overdue')", actor=actor, at=at, **given,
        )  # fmt: skip
        if count:
            if to is None:
                _asked_again(db, task_ids)
            give_owners(db, running(store, at.date()), at=at, actor=actor)
    return count


def hand_over(
    store: Store,
    scope: Scope,
    post: tuple[int, str],
    *,
    to: tuple[int, str] | None,
    since: datetime,
    until: datetime | None,
    actor: str,
    at: datetime,
) -> int:
    """An officer is ill: all open work of a duty, and what comes, to a stand-in (None: the next of the chain) until a moment, then back. One entry of the rota and, if it has
    begun, each task's move, in one transaction. Returns how many tasks went now. Raises what core.chain.away does."""
    with store.write() as db:
        away(store, scope, post, since=since, until=until, stand_in=to, actor=actor, at=at)
        text = "select count(*) from task where status in ('open', 'overdue') and owner_grid_id = $grid and owner_role = $role and coalesce(closes_at, timestamp '9999-12-31') > $at"
        before = run(db, text, grid=post[0], role=post[1], at=at).fetchone()[0]
        give_owners(db, running(store, at.date()), at=at, actor=actor)
        return before - run(db, text, grid=post[0], role=post[1], at=at).fetchone()[0]


def follow_rota(store: Store, *, actor: str, at: datetime) -> int:
    """After the rota was changed: who has what now. Returns how many tasks went to another owner."""
    with store.write() as db:
        return sum(give_owners(db, running(store, at.date()), at=at, actor=actor))


def _check(asked: Asked, title: str | None, at: datetime) -> None:
    if asked.kind not in KINDS:
        raise UserError("task_kind", allowed=", ".join(KINDS))
    if (title is None and asked.kind == "other") or len(title or "") > LONGEST:
        raise UserError("task_title", most=LONGEST)
    if not at < asked.due_at <= at + FAR:
        raise UserError("task_past")
    if asked.every is not None and (
        not 0 < asked.every <= FAR.days
        or asked.until is None
        or not asked.due_at.date() < asked.until <= (at + FAR).date()
    ):
        raise UserError("task_series")
    if asked.awaits is not None and (asked.awaits not in AWAITED or asked.person_id is None):
        raise UserError("task_awaits", allowed=", ".join(AWAITED))


def _grid(db: object, scope: Scope, asked: Asked, at: datetime) -> int:
    """Where it lies: the grid that is named, or the person's home; within the scope."""
    home = None
    if asked.person_id is not None:
        if not reached(db, scope, [asked.person_id], at.date()):
            raise UserError("person_unknown")
        if run(db, "select 1 from gone_on($day) where person_id = $p", day=at.date(), p=asked.person_id).fetchone():
            raise UserError("task_person_gone")
        home = run(
            db,
            "select coalesce(p.home_grid_id, (select min(grid_id) from membership where person_id = $p and holds_on(since, until, $day)),"
            " (select arg_max(last_grid_id, day) from person_day where person_id = $p)) from person p where p.person_id = $p",
            p=asked.person_id, day=at.date(),
        ).fetchone()[0]  # fmt: skip
    grid_id = asked.grid_id or home
    if grid_id is None:
        raise UserError("task_about")
    if run(db, "select 1 from scope_grids($scope) where grid_id = $g", scope=scope.roots, g=grid_id).fetchone() is None:
        raise UserError("post_out_of_scope")
    return int(grid_id)


def _asked_again(db: object, task_ids: list[int]) -> None:
    """Of tasks that follow from a level: the grid that is asked."""
    run(
        db,
        "create or replace temp table act_start as select distinct grid_id from task where task_id in (select unnest($ids))",
        ids=task_ids,
    )
    run(db, load_sql(__file__, "asked.sql"), levels=list(HEIGHTS), heights=list(HEIGHTS.values()))
    run(
        db,
        "update task t set asked_grid_id = o.asked_grid_id from act_asked_grid o where t.task_id in (select unnest($ids)) and t.given_role is null and o.grid_id = t.grid_id and o.level = t.owner_level",
        ids=task_ids,
    )
    db.execute("drop table act_asked_grid")
    db.execute("drop table act_start")
