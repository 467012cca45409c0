"""Applications to leave the grid: ordinary ones, and the pending ones of people under key attention that are planted."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import numpy as np
import pandas as pd

from sample_data.incidents import Incidents
from sample_data.people import ORIGINS, WATCHED, People
from sample_data.spec import Spec

REASONS = ("务工", "就医", "探亲", "采购物资", "送货", "办理证件", "返校", "照顾老人")
STATES = ("待审批", "已批准", "已拒绝")
COLUMNS = ["applied_at", "person", "destination", "reason", "leave", "back", "status"]


def make_applications(spec: Spec, people: People, incidents: Incidents) -> pd.DataFrame:
    """One row: one application, by time. `leave` and `back` are days; who is away on approved leave registers nowhere."""
    rng = spec.rng("applications")
    fit = np.flatnonzero(people.plain & (people.age >= 18) & ~incidents.pick.taken)
    rows = [_row(rng, spec, person) for person in rng.permutation(fit)[: max(3, len(fit) // 60)]]
    for row in rows:
        if row[6] == "已批准":
            incidents.leave[:, row[1]] = row[4], row[5] - 1
    rows += [_watched(rng, spec, incidents, person) for person in incidents.watched]
    others = np.flatnonzero((people.category == WATCHED) & ~incidents.pick.taken)[:3]
    rows += [(*_row(rng, spec, person)[:6], "已拒绝") for person in others]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["applied_at", "person"], ignore_index=True)


def _row(rng: np.random.Generator, spec: Spec, person: int) -> tuple:
    """An application of any day; the open ones are of the last days."""
    day = int(rng.integers(0, spec.days))
    state = str(rng.choice(STATES, p=(0.5, 0.4, 0.1) if day >= spec.days - 4 else (0.0, 0.88, 0.12)))
    leave = day + int(rng.integers(1, 4))
    return (_moment(rng, spec, day), person, str(rng.choice(ORIGINS)), str(rng.choice(REASONS)), leave, leave + int(rng.integers(2, 9)), state)  # fmt: skip


def _watched(rng: np.random.Generator, spec: Spec, incidents: Incidents, person: int) -> tuple:
    day = max(spec.days - 1 - int(rng.integers(0, 3)), 0)
    incidents.tell("key_attention_exit", day, day, "重点关注人员申请外出，待审批", person=person)
    return (
        _moment(rng, spec, day),
        person,
        str(rng.choice(ORIGINS)),
        str(rng.choice(REASONS)),
        day + 2,
        day + 6,
        "待审批",
    )


def _moment(rng: np.random.Generator, spec: Spec, day: int) -> datetime:
    return datetime.combine(spec.day(day), time(8)) + timedelta(seconds=int(rng.integers(0, 10 * 3600)))
