"""What is known of a matter at a moment: its alerts, what was done, how far the work is, who answers. Data, no words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from core.chain import responsible_now
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.store import Store, load_sql

RANK = {"low": 0, "medium": 1, "high": 2}
UNFINISHED = ("open", "acknowledged", "assigned")


@dataclass(frozen=True)
class Facts:
    """`alerts` and `acts` as alerts.sql and acts.sql give them, `answers`: who answers for it now and whom it goes to (core.chain.responsible_now); figures are counts."""

    alert_id: int | None
    situation_id: int | None
    grid_id: int
    known_at: datetime
    alerts: pd.DataFrame
    acts: pd.DataFrame
    answers: pd.DataFrame
    figures: dict[str, int]
    as_of: datetime


@dataclass(frozen=True)
class Before:
    """What the report before told."""

    alerts: frozenset[int]
    figures: dict[str, int]
    at: datetime


def facts_of(
    store: Store, scope: Scope, *, alert: int | None, situation: int | None, at: datetime, since: datetime | None = None
) -> Facts:
    """Of an alert (with all of its situation) or a situation. `since`: acts from then on alone. Raises UserError duty_alert, duty_situation: not there, or out of scope."""
    if alert is not None:
        row = store.one(
            "select situation_id from alert where alert_id = $alert and alert_id in (from scope_alerts($scope))",
            alert=int(alert), scope=scope.roots,
        )  # fmt: skip
        if row is None:
            raise UserError("duty_alert", alert=int(alert))
        situation = row[0]
    found = store.df(
        load_sql(__file__, "alerts.sql"), scope=scope.roots, alert=None if situation else alert, situation=situation, as_of=at.date(),
    )  # fmt: skip
    if found.empty:
        raise UserError("duty_situation", situation=situation)
    found["fields"] = [json.loads(text) if isinstance(text, str) else {} for text in found["fields"]]
    ids = [int(n) for n in found.alert_id]
    people = sorted({int(n) for n in found.person_id.dropna()})
    acts = store.df(load_sql(__file__, "acts.sql"), alerts=ids, since=since)
    worst = found.assign(
        open=found.status.isin(UNFINISHED), rank=found.severity.map(RANK)
    ).sort_values(["open", "rank"], ascending=False, kind="stable").iloc[0]  # fmt: skip
    return Facts(
        alert_id=alert, situation_id=None if situation is None else int(situation), grid_id=int(worst.grid_id),
        known_at=pd.Timestamp(found.known_at.min()).to_pydatetime(), alerts=found, acts=acts, answers=_answers(store, scope, worst, at),
        figures=_figures(store, scope, found, people, at), as_of=at,
    )  # fmt: skip


def _answers(store: Store, scope: Scope, worst: pd.Series, at: datetime) -> pd.DataFrame:
    """Who answers for what one may see is no secret, whosever grid it is."""
    start = (int(worst.grid_id), None) if pd.isna(worst.owner_grid_id) else (int(worst.owner_grid_id), worst.owner_role)
    return responsible_now(store, Scope((EVERYTHING,), scope.reveal | {"work_phone"}), [start], at=at)


def _figures(store: Store, scope: Scope, found: pd.DataFrame, people: list[int], at: datetime) -> dict[str, int]:
    ids = [int(n) for n in found.alert_id]
    first = pd.Timestamp(found.first_day.min()).date()
    given, done, overdue = store.one(load_sql(__file__, "tasks.sql"), alerts=ids, people=people, since=first)
    cases, contacts = store.one(load_sql(__file__, "cases.sql"), scope=scope.roots, people=people, as_of=at.date())
    return {
        "people": len(people), "alerts": len(ids), "severe": int((found.severity == "high").sum()), "open": int(found.status.isin(UNFINISHED).sum()),
        "cases": cases, "contacts": contacts, "tasks": given, "tasks_done": done, "tasks_overdue": overdue,
    }  # fmt: skip
