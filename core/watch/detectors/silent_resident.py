"""Somebody who registers steadily has stopped. Care comes first: call the contact, then visit."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.policy.calendar import day_kinds
from core.store import Store, load_sql
from core.watch.anomalies import anomalies, severity


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per person. Score: −log10 of the chance of so long a silence, Π(1 − p) over its days by the person's own habit.

    Alarms below 1 ÷ (people × days per tolerated alarm), and only beyond the person's own longest gap.
    """
    people = store.value(
        "select count(*) from person where home_grid_id is not null and person_id not in (from gone_on($as_of))",
        as_of=as_of,
    )
    if not people:
        return anomalies([])
    kinds = day_kinds(as_of - timedelta(days=parameters["look_back"] + parameters["history"]), as_of)
    days = store.df(
        load_sql(__file__, "silent_resident.sql"),
        as_of=as_of,
        calendar=[k.day for k in kinds],
        weekdays=[k.weekday for k in kinds],
        **parameters,
    )
    limit = np.log10(people * parameters["chance"])
    days["score"] = -np.log10(1 - days["p"].fillna(0).clip(0, 0.995))
    silent = days.groupby(["person_id", "grid_id", "last_day"], sort=True, as_index=False).agg(score=("score", "sum"))
    return anomalies([_anomaly(row, as_of, parameters) for row in silent[silent["score"] > limit].itertuples()])


def _anomaly(row, as_of: date, parameters: dict) -> dict:
    last = row.last_day.date()
    days = (as_of - last).days
    return {
        "grid_id": row.grid_id,
        "person_id": row.person_id,
        "severity": severity(days, medium=parameters["days"], high=parameters["high_days"]),
        "score": round(row.score, 2),
        "first_day": last + timedelta(days=1),
        "last_day": as_of,
        "reason": "silent_resident",
        "fields": {"days": days, "last_seen": last.isoformat()},
    }
