"""A class given, ended or prolonged by hand: with a reason and an end, audited, kept through every classification."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import duckdb
import pandas as pd

from core.audit.denied import not_allowed
from core.audit.record import record
from core.classify.by_hand import Decision, decisions_of, given
from core.classify.classify import classify
from core.domain import Scope, User
from core.errors import UserError
from core.policy.decisions import DAYS, EXTEND, GIVE, NOTE, REASONS, RELEASE
from core.policy.loader import Policy
from core.policy.running import running
from core.registry.reach import reached
from core.store import Store, run

DECIDE = "classes.decide"
HELD = """select min(coalesce(counted_from, since)) as since, max(coalesce(until, date '9999-12-31')) as until
  from person_class where person_id = $person and class = $class having count(*) > 0"""
CLASSES = "select class from person_class where person_id = $person order by rank"
ADDED = "insert into manual_class values ($number, $person, $class, $act, $since, $until, $reason, $note, $actor, $now)"


def give(
    store: Store, user: User, *, person_id: int, code: str, until: date, reason: str, note: str = "", as_of: date,
    now: datetime, instead: bool = False,
) -> int:  # fmt: skip
    """Put the person into a class from `as_of` (the day judged) to `until`, whatever the rules say. Returns the number of the decision.
    `instead`: it is meant that classes decided by hand no longer hold beside it (`put_aside`).

    Raises NotAllowed decide_not_allowed; UserError decide_reason (not of the list), decide_note (too long; or none for “other”), decide_end (before
    as_of, or too far), decide_class (the policy has no such class), decide_held (is in it: prolong it), decide_excluded (a class that holds
    excludes it: nothing would come of it), decide_aside (it puts classes aside, and that was not said to be meant), person_unknown (out of reach).
    """
    return _decide(store, user, GIVE, person_id, code, until, reason, note, as_of, now, instead=instead)


def release(
    store: Store, user: User, *, person_id: int, code: str, until: date, reason: str, note: str = "", as_of: date,
    now: datetime,
) -> int:  # fmt: skip
    """Take the person out of a class from `as_of` to `until`: what began up to that day does not put them into it; a later event does.

    Raises as `give`; decide_not_held (is not in it).
    """
    return _decide(store, user, RELEASE, person_id, code, until, reason, note, as_of, now)


def extend(
    store: Store, user: User, *, person_id: int, code: str, until: date, reason: str, note: str = "", as_of: date,
    now: datetime,
) -> int:  # fmt: skip
    """Let a class that the person is in end later.

    Raises as `give`; decide_not_held (is not in it), decide_earlier (it ends no earlier as it is).
    """
    return _decide(store, user, EXTEND, person_id, code, until, reason, note, as_of, now)


ACTS = {GIVE: give, RELEASE: release, EXTEND: extend}


def _decide(
    store: Store, user: User, act: str, person_id: int, code: str, until: date, reason: str, note: str, as_of: date,
    now: datetime, *, instead: bool = False,
) -> int:  # fmt: skip
    policy = running(store, as_of)
    _check(store, user, policy, act, code, until, reason, note, as_of)
    with store.write() as db:
        if not reached(db, user.scope, [person_id], as_of):
            raise UserError("person_unknown")
        since = _since(db, act, person_id, code, until, as_of)
        if act == GIVE:
            held = [name for (name,) in run(db, CLASSES, person=person_id).fetchall()]
            _fits_beside(policy, code, held, given(decisions_of(store, person_id), as_of), instead=instead)
        number = db.execute("select coalesce(max(manual_id), 0) + 1 from manual_class").fetchone()[0]
        row = {"number": number, "person": person_id, "class": code, "act": act, "since": since, "until": until}
        run(db, ADDED, **row, reason=reason, note=note.strip() or None, actor=user.login, now=now)
        record(db, user.login, "class.decided", decision=number, person=person_id, act=act, code=code, reason=reason,
               until=until.isoformat())  # fmt: skip
        classify(store, as_of=as_of, actor=user.login, policy=policy, people=[person_id])
    return number


def _check(
    store: Store, user: User, policy: Policy, act: str, code: str, until: date, reason: str, note: str, as_of: date
) -> None:
    if not user.may(DECIDE):
        raise not_allowed(store, user.login, "decide_not_allowed")
    if reason not in REASONS[act]:
        raise UserError("decide_reason")
    if len(note.strip()) > NOTE or (reason == "other" and not note.strip()):
        raise UserError("decide_note", most=NOTE)
    if not as_of <= until <= as_of + timedelta(days=DAYS):
        raise UserError("decide_end", most=DAYS)
    if code not in {c.code for c in policy.classes if c.event}:
        raise UserError("decide_class")


def _since(db: duckdb.DuckDBPyConnection, act: str, person_id: int, code: str, until: date, as_of: date) -> date:
    """What is prolonged has begun before."""
    row = run(db, HELD, person=person_id, **{"class": code}).fetchone()
    if row is None and act != GIVE:
        raise UserError("decide_not_held")
    if row is None:
        return as_of
    since, ends = row
    if act == GIVE:
        raise UserError("decide_held")
    if act == EXTEND and until <= ends:
        raise UserError("decide_earlier")
    return since if act == EXTEND else as_of


def put_aside(store: Store, scope: Scope, *, person_id: int, code: str, as_of: date) -> list[str]:
    """Codes of the classes that hold by hand and no longer do once the person is in `code`; none out of reach."""
    by_hand = given(decisions(store, scope, person_id=person_id, as_of=as_of), as_of)
    return _excluded(running(store, as_of), code, by_hand)


def _excluded(policy: Policy, code: str, by_hand: list[Decision]) -> list[str]:
    excludes = _excludes(policy).get(code, frozenset())
    return sorted({decision.code for decision in by_hand} & excludes)


def _excludes(policy: Policy) -> dict[str, frozenset[str]]:
    return {each.code: each.excludes for each in policy.classes}


def _fits_beside(policy: Policy, code: str, held: list[str], by_hand: list[Decision], *, instead: bool) -> None:
    """A class that another one of theirs excludes would be given in vain; one that was decided by hand is put aside only where that is meant."""
    excludes = _excludes(policy)
    for other in [*held, *(each.code for each in by_hand)]:
        if code in excludes.get(other, ()):
            raise UserError("decide_excluded", code=code, other=other)
    aside = _excluded(policy, code, by_hand)
    if aside and not instead:
        raise UserError("decide_aside", code=code, other=aside[0])


def decisions(store: Store, scope: Scope, *, person_id: int, as_of: date) -> list[Decision]:
    """In the order in which they were made; none out of reach."""
    return decisions_of(store, person_id) if reached(store.cursor(), scope, [person_id], as_of) else []


def class_history(store: Store, scope: Scope, *, person_id: int, as_of: date) -> pd.DataFrame:
    """class, since, until (missing: goes on), planned (when it is to end), ended_by (code), policy_version; the latest first. One row per
    stretch; none out of reach."""
    within = bool(reached(store.cursor(), scope, [person_id], as_of))
    return store.df(
        """select class, since, until, planned, ended_by, policy_version from class_history
        where person_id = $person and $within order by coalesce(until, date '9999-12-31') desc, since desc, class""",
        person=person_id,
        within=within,
    )
