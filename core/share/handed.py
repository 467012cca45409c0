"""A task is given to a department, which sees and answers that alone; the answer comes back to whoever gave it, who ends the task or asks again.

The task keeps its owner and its clock all the while: whoever answers for a grid does so also when a department helps.
"""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from core.access.roles import roles
from core.act import done
from core.audit.denied import not_allowed
from core.audit.record import record
from core.domain import Scope, User
from core.errors import UserError
from core.store import Store, load_sql, run

ANSWER = "handed.answer"
HANDLE = "tasks.handle"
CALL = "people.call"
LONGEST = 200
MOST = 500


def departments(store: Store) -> dict[int, str]:
    """Accounts of departments that can log in: account_id → name."""
    codes = [code for code, role in roles().items() if ANSWER in role.permissions]
    return dict(
        store.run(
            "select account_id, name from account where active and list_contains($roles, role) order by name",
            roles=codes,
        ).fetchall()
    )


def hand_over(
    store: Store, user: User, task_ids: list[int], *, department: int, note: str, now: datetime, named: bool = False
) -> int:
    """Give tasks that are open or overdue to a department with what it is asked, in words. `named`: it sees name and phone of whom they are about. One that a department
    has already stays there. Returns how many; audited (without the words).

    Raises NotAllowed task_handle (or, with names, disclose_not_allowed); UserError handed_department, handed_note.
    """
    if not user.may(HANDLE):
        raise not_allowed(store, user.login, "task_handle")
    if named and not user.may(CALL):
        raise not_allowed(store, user.login, "disclose_not_allowed")
    if department not in departments(store):
        raise UserError("handed_department")
    note = _words(note, "handed_note")
    with store.write() as db:
        rows = run(
            db,
            load_sql(__file__, "hand_over.sql"),
            ids=[int(n) for n in task_ids], scope=user.scope.roots, account=department, note=note, named=named, actor=user.login, now=now,
        ).fetchall()  # fmt: skip
        if rows:
            record(db, user.login, "task.handed", tasks=sorted(n for (n,) in rows), department=department, named=named)
    return len(rows)


def handed_of(store: Store, user: User, *, on: date, limit: int = MOST) -> pd.DataFrame:
    """What a department was given and what it answered; the open ones first. Whose task ended elsewhere is shown as `over`. Grain: one row per time that a task was given.

    Columns: handed_id, status (handed | over | answered | accepted), note, measure, class, due_at, township, grid_name, person_name, person_phone (missing unless given with
    it), handed_at, answer, answered_at. Nothing but what was given to this account.
    """
    if not user.may(ANSWER):
        raise not_allowed(store, user.login, "handed_answer")
    return store.df(load_sql(__file__, "handed_of.sql"), account=user.account_id, on=on, limit=limit)


def answer(store: Store, user: User, handed_id: int, *, words: str, now: datetime) -> None:
    """The department's answer, in words: then it is the giver's again; audited (without the words). Raises NotAllowed handed_answer; UserError handed_words,
    handed_over (called back, answered before, or the task has ended)."""
    if not user.may(ANSWER):
        raise not_allowed(store, user.login, "handed_answer")
    words = _words(words, "handed_words")
    with store.write() as db:
        rows = run(
            db,
            "update task_handed set status = 'answered', answer = $words, answered_by = $actor, answered_at = $now"
            " where handed_id = $handed and account_id = $account and status = 'handed'"
            " and task_id in (select task_id from task where status in ('open', 'overdue')) returning task_id",
            words=words, actor=user.login, now=now, handed=int(handed_id), account=user.account_id,
        ).fetchall()  # fmt: skip
        if not rows:
            raise UserError("handed_over")
        record(db, user.login, "task.answered", handed=int(handed_id), task=rows[0][0])


def given(store: Store, scope: Scope, *, on: date, limit: int = MOST) -> pd.DataFrame:
    """What departments have of the visible grids' tasks, or have answered: those answered first. Grain: one row per task that is given: handed_id, task_id, department, status
    (handed | answered), note, measure, due_at, task_status, grid_name, township, person_name (masked unless revealed), handed_by, handed_at, answer, answered_at."""
    return store.df(
        load_sql(__file__, "given.sql"), scope=scope.roots, on=on, reveal_name="name" in scope.reveal, limit=limit
    )


def accept(store: Store, user: User, handed_id: int, *, at: datetime) -> None:
    """The answer settles it: the task is done, with the answer as its outcome; audited. Raises NotAllowed task_handle; UserError handed_gone."""
    with store.write():
        task, words = _close(store, user, handed_id, "accepted", "answered", at)
        done(store, user.scope, [task], actor=user.login, at=at, outcome=words)


def call_back(store: Store, user: User, handed_id: int, *, at: datetime) -> None:
    """The giver's again, answered or not; it can be given once more. Audited. Raises NotAllowed task_handle; UserError handed_gone."""
    _close(store, user, handed_id, "called_back", None, at)


def _close(
    store: Store, user: User, handed_id: int, status: str, was: str | None, at: datetime
) -> tuple[int, str | None]:
    if not user.may(HANDLE):
        raise not_allowed(store, user.login, "task_handle")
    with store.write() as db:
        rows = run(
            db,
            "update task_handed set status = $status, closed_at = $at where handed_id = $handed and status in ('handed', 'answered')"
            " and ($was is null or status = $was) and task_id in (select task_id from task where grid_id in (from scope_grids($scope))"
            " or owner_grid_id in (from scope_grids($scope))) returning task_id, answer",
            status=status, at=at, handed=int(handed_id), was=was, scope=user.scope.roots,
        ).fetchall()  # fmt: skip
        if not rows:
            raise UserError("handed_gone")
        record(db, user.login, f"task.handed_{status}", handed=int(handed_id), task=rows[0][0])
    return rows[0]


def _words(text: str, code: str) -> str:
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise UserError(code, most=LONGEST)
    return text
