"""Somebody under key attention asks to leave."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.store import Store, load_sql
from core.watch.anomalies import anomalies


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per application. Score: 1 ÷ days left until the departure, at most 1."""
    asked = store.df(load_sql(__file__, "key_attention_exit.sql"), as_of=as_of, **parameters)
    return anomalies([_anomaly(row, as_of) for row in asked.itertuples()])


def _anomaly(row, as_of: date) -> dict:
    leave = None if pd.isna(row.leave_on) else row.leave_on.date()
    left = max((leave - as_of).days, 0) if leave else 0
    return {
        "grid_id": row.grid_id,
        "person_id": row.person_id,
        "severity": "high" if left <= 1 else "medium",
        "score": round(1 / max(left, 1), 2),
        "first_day": row.applied_at.date(),
        "last_day": as_of,
        "reason": "key_attention_exit" if leave else "key_attention_exit_undated",
        "fields": {
            "destination": row.destination if isinstance(row.destination, str) else "–",
            **({"leave_on": leave.isoformat()} if leave else {}),
        },
        "evidence_at": row.applied_at,
    }
