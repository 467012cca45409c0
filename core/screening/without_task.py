"""Whom a risk area concerns and who gets no task for it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.domain import Scope
from core.policy.running import running
from core.screening.rules import rules
from core.store import Store, load_sql


@dataclass(frozen=True)
class WithoutTask:
    """`reasons`: low, coming, no_grid, long_ago (more than `days` before the day judged) or due (drafted when data come in next) → people."""

    reasons: dict[str, int]
    days: int

    @property
    def people(self) -> int:
        return sum(self.reasons.values())


def without_task(store: Store, scope: Scope, *, area_id: int, as_of: date) -> WithoutTask:
    """Of those of the scope, by the same conditions as tasks are drafted; nobody of an area that was removed."""
    days = rules(running(store, as_of)).look_back
    given = {"area": area_id, "scope": scope.roots, "as_of": as_of, "look_back": days}
    return WithoutTask(dict(store.run(load_sql(__file__, "without_task.sql"), **given).fetchall()), days)
