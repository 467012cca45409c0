"""Somebody says yes or no to applications: one by one or many at once, each held to the same rules; and takes one back for who made it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.exits.reads import applications
from core.exits.rules import LONGEST
from core.store import Store, run

DECISIONS = ("approved", "refused")
LAST = 2  # levels
FOREVER = 10**6


@dataclass(frozen=True)
class Decided:
    """Numbers of applications. `done`: decided; `forwarded`: agreed to, and now with the level above; `refused`: number → why not (a code of errors)."""

    done: tuple[int, ...] = ()
    forwarded: tuple[int, ...] = ()
    refused: dict[int, str] = field(default_factory=dict)

    @property
    def why(self) -> Counter[str]:
        return Counter(self.refused.values())


def decide(
    store: Store, scope: Scope, ids: list[int], *, decision: str, reason: str, actor: str, at: datetime
) -> Decided:
    """Approve or refuse applications, in one step; audited. What can't be decided stays as it is and is told in `refused`: exit_unknown (not there, out of reach), exit_decided,
    exit_withdrawn, exit_gone (the person has died or moved out), exit_past (its days are over: refuse it, or leave it), exit_overlap (an approved one of the same days), exit_above (the level above is asked),
    exit_twice (whoever agreed as the responsible can't agree for the level above).

    Raises UserError exit_decision (neither), exit_reason (empty, or too long)."""
    if decision not in DECISIONS:
        raise UserError("exit_decision", decision=decision, allowed=", ".join(DECISIONS))
    reason = _reason(reason)
    wanted = list(dict.fromkeys(int(n) for n in ids))
    with store.write() as db:
        found = applications(store, scope, at=at, ids=wanted, limit=FOREVER)
        why = {int(row.application_id): _why_not(row, decision, actor) for row in found.itertuples()}
        if decision == "approved":
            _overlapping(found, why)
        able = found.loc[[why[int(n)] is None for n in found.application_id]]
        ends = [decision == "refused" or row.step >= row.levels for row in able.itertuples()]
        numbers = [int(n) for n in able.application_id]
        _said(db, numbers, [int(n) for n in able.step], decision, reason, actor, at)
        done = [n for n, end in zip(numbers, ends, strict=True) if end]
        run(
            db, "update exit_application set status = $decision where application_id in (select unnest(cast($ids as integer[])))", decision=decision, ids=done
        )  # fmt: skip
        if numbers:
            record(
                db, actor, "exit.decided", decision=decision, applications=sorted(done), forwarded=sorted(set(numbers) - set(done))
            )  # fmt: skip
    refused = {n: code for n in wanted if (code := why.get(n, "exit_unknown"))}
    return Decided(tuple(done), tuple(n for n in numbers if n not in set(done)), refused)


def withdraw(store: Store, scope: Scope, application_id: int, *, reason: str, actor: str, at: datetime) -> None:
    """Take an application back for who made it: one that waits, or one that was approved and is not over; audited. Raises UserError exit_unknown, exit_decided (refused), exit_withdrawn,
    exit_past, exit_reason."""
    reason = _reason(reason)
    with store.write() as db:
        found = applications(store, scope, at=at, ids=[application_id], limit=1)
        if found.empty:
            raise UserError("exit_unknown")
        row = found.iloc[0]
        if row.status in ("refused", "withdrawn"):
            raise UserError("exit_decided" if row.status == "refused" else "exit_withdrawn")
        if row.status == "approved" and row.past is True:
            raise UserError("exit_past")
        _said(db, [application_id], [int(row.step)], "withdrawn", reason, actor, at)
        run(db, "update exit_application set status = 'withdrawn' where application_id = $id", id=application_id)
        record(db, actor, "exit.decided", decision="withdrawn", applications=[application_id], forwarded=[])


def _why_not(row: tuple, decision: str, actor: str) -> str | None:
    if row.status != "pending":
        return "exit_withdrawn" if row.status == "withdrawn" else "exit_decided"
    if row.step >= LAST:
        if not row.above:
            return "exit_above"
        if row.decided_by == actor:
            return "exit_twice"
    if decision == "refused":
        return None
    if row.gone:
        return "exit_gone"
    if row.past is True:
        return "exit_past"
    return "exit_overlap" if row.overlaps else None


def _overlapping(found: object, why: dict[int, str | None]) -> None:
    """Of several of one person in one act each but the first that touches an earlier one's days."""
    taken: dict[int, list[tuple]] = {}
    for row in found.sort_values("application_id").itertuples():
        if why[int(row.application_id)] is not None or row.leave_on is None:
            continue
        days = (row.leave_on, row.return_on)
        others = taken.setdefault(int(row.person_id), [])
        if any(_touch(days, other) for other in others):
            why[int(row.application_id)] = "exit_overlap"
        else:
            others.append(days)


def _touch(one: tuple, other: tuple) -> bool:
    return (other[1] is None or one[0] <= other[1]) and (one[1] is None or other[0] <= one[1])


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise UserError("exit_reason", most=LONGEST)
    return reason


def _said(
    db: duckdb.DuckDBPyConnection, ids: list[int], steps: list[int], decision: str, reason: str, actor: str, at: datetime
) -> None:  # fmt: skip
    run(
        db,
        "insert into exit_decision select unnest(cast($ids as integer[])), unnest(cast($steps as integer[])), $decision, $reason, $actor, $at",
        ids=ids, steps=steps, decision=decision, reason=reason, actor=actor, at=at,
    )  # fmt: skip
