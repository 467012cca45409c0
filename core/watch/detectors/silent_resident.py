"""Somebody who registers steadily has stopped. Care comes first: call the contact, then visit."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.policy.calendar import day_kinds
from core.store import Store, load_sql
from core.watch.anomalies import anomalies, severity

CARE = ("alone", "old", "frail")
TELLS = ["has_phone", "householder_has_phone", "family_has_phone"]
SURE = 0.995  # nobody is seen more surely than that


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per person. Score: −log10 of the chance S = Π(1 − p) of so long a silence, by the person's own habit of each weekday.

    Alarms at S below 1 ÷ (people × days per tolerated alarm), and only beyond the 99.5 % quantile of the person's own gaps. `fields`: days,
    last_seen, care (what makes it urgent: alone, old, frail, joined by _), call and then (whom to call first and next).
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
    days["score"] = -np.log10(1 - days["p"].fillna(0).clip(0, SURE))
    kept = {name: (name, "first") for name in ("grid_id", "last_day", *CARE, *TELLS)}
    silent = days.groupby("person_id", as_index=False).agg(score=("score", "sum"), **kept)
    silent = silent[silent["score"] > limit]
    return anomalies([_anomaly(row, as_of, parameters) for row in silent.itertuples()])


def _anomaly(row, as_of: date, parameters: dict) -> dict:
    last = row.last_day.date()
    days = (as_of - last).days
    care = [name for name in CARE if getattr(row, name)]
    first, then = _whom(row)
    return {
        "grid_id": row.grid_id,
        "person_id": row.person_id,
        # Who lives alone, is old or ill goes first; with two of these nothing waits.
        "severity": severity(days + parameters["high_days"] * len(care) / 2, medium=parameters["days"], high=parameters["high_days"]),
        "score": round(row.score, 2),
        "first_day": last + timedelta(days=1),
        "last_day": as_of,
        "reason": "silent_resident_care" if care else "silent_resident",
        "fields": {
            "days": days,
            "last_seen": last.isoformat(),
            "call": first,
            "then": then,
            **({"care": "_".join(care)} if care else {}),
        },
        "p": float(10.0**-row.score),
    }  # fmt: skip


def _whom(row) -> tuple[str, str]:
    """Codes of whom to call first and next: those whose number is known, then whoever answers for the grid."""
    known = [
        code
        for code, has in (
            ("self", row.has_phone),
            ("householder", row.householder_has_phone),
            ("family", row.family_has_phone and not row.householder_has_phone),
        )
        if has
    ]
    return (*known, "responsible", "neighbours")[0], (*known, "responsible", "neighbours")[1]
