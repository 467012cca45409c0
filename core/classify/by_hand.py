"""The decisions on one person's classes, as the reasons tell them: the same rule as in manual.sql, for one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.policy.decisions import RELEASE
from core.store import Store

DECISIONS = """select m.manual_id, m.class, m.act, m.since, m.until, m.reason, m.note, coalesce(a.name, m.actor) as who, m.decided_at
  from manual_class m left join account a on a.login = m.actor where m.person_id = $person order by m.manual_id"""


@dataclass(frozen=True)
class Decision:
    """`act`: give | release | extend. `reason`: a code of core/policy/decisions.py."""

    number: int
    code: str
    act: str
    since: date
    until: date
    reason: str
    note: str | None
    who: str
    decided_at: datetime


def decisions_of(store: Store, person_id: int) -> list[Decision]:
    """In the order in which they were made."""
    return [Decision(*row) for row in store.run(DECISIONS, person=person_id).fetchall()]


def piece(row: dict, decisions: list[Decision], as_of: date, number: int = 0) -> tuple[date, date] | None:
    """What releases leave of a stretch that holds on the day; None: nothing."""
    since, until = row["since"], row["until"]
    cuts = [d for d in decisions if d.act == RELEASE and d.number > number and since <= d.since <= until]
    if any(d.since <= as_of <= d.until for d in cuts):
        return None
    before = [d.until for d in cuts if d.until < as_of]
    after = [d.since for d in cuts if d.since > as_of]
    day = timedelta(days=1)
    return max(before) + day if before else since, min(after) - day if after else until


def given(decisions: list[Decision], as_of: date) -> list[Decision]:
    """The classes given and prolonged by hand that hold on the day."""
    own = [d for d in decisions if d.act != RELEASE and d.since <= as_of <= d.until]
    return [d for d in own if piece({"since": d.since, "until": d.until}, decisions, as_of, d.number)]
