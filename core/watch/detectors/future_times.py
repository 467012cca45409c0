"""Scans that came in before they happened: the clock of a device is ahead, and its times are not to be relied on."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.engine import events
from core.store import Store, load_sql
from core.watch.anomalies import anomalies, severity


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per grid. Score: minutes ahead."""
    found = events(store, load_sql(__file__, "future_times.sql"), as_of=as_of, **parameters)
    return anomalies([_anomaly(row) for row in found.itertuples()])


def _anomaly(row) -> dict:
    return {
        "grid_id": row.grid_id, "person_id": None, "severity": severity(row.minutes, medium=30, high=24 * 60), "score": round(float(row.minutes), 1),
        "first_day": row.first_day.date(), "last_day": row.last_day.date(), "reason": "future_times",
        "fields": {"scans": int(row.scans), "minutes": round(float(row.minutes)), "day": row.last_day.date().isoformat()},
    }  # fmt: skip
