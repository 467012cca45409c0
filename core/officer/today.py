"""What waits for an officer today: one stop per person, the most urgent first, those equally urgent in the order of the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pandas as pd

from core.act import tasks
from core.act.day import way
from core.domain import Scope
from core.exits import applications
from core.registry.people import search
from core.store import Store, load_sql
from core.watch.alerts import UNFINISHED, alerts

MOST = 300  # of each kind that is looked at
SOON = timedelta(hours=2)
FIRST, URGENT, DUE, LATER = range(4)  # to be called first; overdue or severe; due within hours; the rest
NEEDS = {"missing": "silent", "arrived": "newcomer"}  # a need of the policy → what the list calls it


@dataclass(frozen=True)
class Reason:
    """Why somebody is on the list. `kind`: task | alert | exit | newcomer | silent; `what`: a measure, a kind or a detector (code); `number`: of task, alert or application."""

    kind: str
    what: str
    number: int | None = None
    due_at: datetime | None = None
    late: bool = False
    title: str | None = None  # in somebody's words


@dataclass
class Stop:
    """A person, or a grid that something is about (`person_id` None). `entered`: what was last entered of them today (kind, moment)."""

    person_id: int | None
    name: str | None
    place: str | None
    grid_id: int | None
    urgency: int = LATER
    metres: float | None = None
    household: str | None = None
    reasons: list[Reason] = field(default_factory=list)
    entered: tuple[str, datetime] | None = None


def today(store: Store, scope: Scope, *, at: datetime, as_of: date) -> list[Stop]:
    """Everything that waits within the scope. `as_of`: the day judged. Personal fields are masked unless revealed."""
    found: dict[tuple, Stop] = {}
    for person_id, grid_id, name, place, urgency, reason in _reasons(store, scope, at, as_of):
        stop = found.setdefault((person_id,) if person_id else (None, grid_id), Stop(person_id, name, place, grid_id))
        stop.reasons.append(reason)
        stop.urgency = min(stop.urgency, urgency)
    stops = list(found.values())
    _placed(store, scope, stops, at)
    return stops


def _reasons(store: Store, scope: Scope, at: datetime, as_of: date) -> Iterator[tuple]:
    for row in tasks(store, scope, at=at, statuses=["open", "overdue"], now_only=True, limit=MOST).itertuples():
        late = row.status == "overdue"
        due = None if pd.isna(row.due_at) else row.due_at.to_pydatetime()
        urgency = URGENT if late else DUE if due and due <= at + SOON else LATER
        yield *_of(row), urgency, Reason("task", row.measure, int(row.task_id), due, late, _text(row.title))
    for row in alerts(store, scope, statuses=list(UNFINISHED), as_of=as_of, limit=MOST).itertuples():
        urgency = URGENT if row.severity == "high" else DUE
        yield *_of(row), urgency, Reason("alert", row.detector, int(row.alert_id))
    for row in applications(store, scope, at=at, state="waiting", limit=MOST).itertuples():
        yield int(row.person_id), None, row.name, _text(row.village), DUE, Reason("exit", "exit", int(row.application_id), title=_text(row.destination))  # fmt: skip
    for need, kind in NEEDS.items():
        for row in search(store, scope, need=need, as_of=at.date(), judged=as_of, registered=None, limit=MOST).itertuples():  # fmt: skip
            urgency = FIRST if kind == "silent" else DUE
            yield int(row.person_id), None, row.name, _text(row.place), urgency, Reason(kind, kind)


def _of(row: tuple) -> tuple:
    person = None if pd.isna(row.person_id) else int(row.person_id)
    return person, int(row.grid_id), _text(row.person_name), row.grid_name


def _placed(store: Store, scope: Scope, stops: list[Stop], at: datetime) -> None:
    """In their order: urgency, then the way from where the officer's first grid lies."""
    people = [stop.person_id or 0 for stop in stops]
    rows = store.df(
        load_sql(__file__, "places.sql"), people=people, grids=[stop.grid_id or 0 for stop in stops],
        since=datetime.combine(at.date(), datetime.min.time()), start=scope.roots[0] if scope.roots else 0,
    )  # fmt: skip
    for row in rows.itertuples():
        stop = stops[row.no]
        stop.household = _text(row.household)
        stop.entered = None if pd.isna(row.entered_at) else (row.kind, row.entered_at.to_pydatetime())
    order: list[Stop] = []
    for urgency in (FIRST, URGENT, DUE, LATER):
        part = rows[[stops[no].urgency == urgency for no in rows.no]].reset_index(drop=True)
        if part.empty:
            continue
        turn, metres = way(part[["lat", "lon"]].to_numpy(float), part[["from_lat", "from_lon"]].iloc[0].to_numpy(float))
        for at_row, far in zip(turn, metres, strict=True):
            stop = stops[int(part.no[at_row])]
            stop.metres = None if pd.isna(far) else float(far)
            order.append(stop)
    stops[:] = order


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
