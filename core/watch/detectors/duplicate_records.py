"""A place sends its scans twice: counts there are too high."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from core.engine import events
from core.store import Store, load_sql
from core.watch.anomalies import anomalies, severity


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per grid. Score: share of the scans that are repeated."""
    found = events(store, load_sql(__file__, "duplicate_records.sql"), as_of=as_of, **parameters)
    since = as_of - timedelta(days=parameters["days"] - 1)
    return anomalies([_anomaly(row, since, as_of) for row in found.itertuples()])


def _anomaly(row, since: date, as_of: date) -> dict:
    share = row.repeated / row.scans
    return {
        "grid_id": row.grid_id, "person_id": None, "severity": severity(share, medium=0.3, high=0.6), "score": round(float(share), 3),
        "first_day": since, "last_day": as_of, "reason": "duplicate_records",
        "fields": {"scans": int(row.scans), "repeated": int(row.repeated), "since": since.isoformat()},
    }  # fmt: skip
