"""A place sent nothing for days and then everything at once: no rise, and its people were not silent."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.store import Store, load_sql
from core.watch.anomalies import anomalies


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per grid. Score: scans above the expected on the day of the burst."""
    found = store.df(load_sql(__file__, "backlog_burst.sql"), as_of=as_of, **parameters)
    return anomalies([_anomaly(row) for row in found.itertuples()])


def _anomaly(row) -> dict:
    return {
        "grid_id": row.grid_id, "person_id": None, "severity": "medium", "score": round(float(row.check_ins - row.expected), 1),
        "first_day": row.first_day.date(), "last_day": row.day.date(), "reason": "backlog_burst",
        "fields": {"days": int(row.days), "missing": round(row.missing), "observed": int(row.check_ins), "expected": round(row.expected), "day": row.day.date().isoformat()},
    }  # fmt: skip
