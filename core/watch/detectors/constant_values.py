"""A place always says the same: a thermometer that is stuck, temperatures that are typed in, numbers that are made up, times of an upload."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.engine import events
from core.store import Store, load_sql
from core.watch.anomalies import anomalies


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per grid. Score: readings, scans, or days. Where so many grids say the same that it is how the county writes, there are none:
    a form that fills in 36.5 is no fault of one place."""
    found = events(
        store, load_sql(__file__, "constant_values.sql"), as_of=as_of, sums=parameters["count_days"], **parameters
    )
    typed = found[found["reason"] == "constant_temperature"]
    if len(typed) > max(parameters["common_from"], parameters["common"] * typed["grids"].max() if len(typed) else 0):
        found = found.drop(typed.index)
    return anomalies([_anomaly(row, as_of) for row in found.itertuples()]).drop_duplicates("grid_id", ignore_index=True)


def _anomaly(row, as_of: date) -> dict:
    said = {} if pd.isna(row.value) else {"value": float(row.value)}
    return {
        "grid_id": row.grid_id, "person_id": None, "severity": "medium", "score": float(row.many), "first_day": row.first_day.date(), "last_day": as_of,
        "reason": row.reason, "fields": {"many": int(row.many), **said, "since": row.first_day.date().isoformat()},
    }  # fmt: skip
