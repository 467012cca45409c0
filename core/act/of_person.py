"""What follows from one person's classes: each measure, until when, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from core.act.tasks import tasks
from core.domain import Scope
from core.policy.loader import Measure, Policy
from core.policy.running import running
from core.store import Store, load_sql


@dataclass(frozen=True)
class Required:
    """A measure that stands for somebody. `until`: the last day of the class, None where it has no end that is known; `tasks`: those of the last days, the
    newest first (as core.act.tasks has them)."""

    measure: Measure
    code: str  # of the class
    grade: str
    until: date | None
    tasks: pd.DataFrame


def required(
    store: Store, scope: Scope, *, person_id: int, at: datetime, policy: Policy | None = None
) -> tuple[Required, ...]:
    """In the order of the classes and of the pack's measures; a measure that several classes ask for stands once, for the longest; what another class forbids is not
    said to be allowed."""
    policy = policy or running(store, at.date())
    rows = store.run(
        load_sql(__file__, "required.sql"),
        person_id=person_id, scope=scope.roots, day=at.date(), grade_of=policy.matrix.grade_of,
    ).fetchall()  # fmt: skip
    if not rows:
        return ()
    made = tasks(store, scope, at=at, person=person_id, statuses=["open", "done", "overdue"])
    made = made.sort_values(["made_for", "slot"], ascending=False)
    found: dict[str, Required] = {}
    for code, _, until, grade in rows:
        for measure in policy.matrix.of(code, grade):
            before = found.get(measure.code)
            last = _later(before.until, until) if before else until
            own = made[made["measure"] == measure.code]
            found[measure.code] = Required(
                before.measure if before else measure, before.code if before else code, grade, last, own
            )
    forbidden = {what for each in found.values() for what in each.measure.forbids}
    return tuple(each for each in found.values() if not each.measure.allows & forbidden)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
