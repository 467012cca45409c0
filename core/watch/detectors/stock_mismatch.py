"""In and out of a place no longer add up: the scans of one direction do not come in. Runs before the rates, and silences them there."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from core.store import Store, load_sql
from core.watch.anomalies import anomalies, severity


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per grid. Score: −log10 of the chance of so few, Poisson around what the other direction leads one to expect."""
    found = store.df(load_sql(__file__, "stock_mismatch.sql"), as_of=as_of, **parameters)
    return anomalies([_anomaly(row, as_of) for row in found.itertuples()])


def _anomaly(row, as_of: date) -> dict:
    seen = int(row.exits if row.gone == "out" else row.entries)
    score = (row.expected - seen - seen * math.log(row.expected / max(seen, 0.5))) / math.log(10)
    return {
        "grid_id": row.grid_id, "person_id": None, "severity": severity(score, medium=10, high=40), "score": round(max(score, 0.0), 2),
        "first_day": row.first_day.date(), "last_day": as_of, "reason": f"stock_mismatch_{row.gone}",
        "fields": {"entries": int(row.entries), "exits": int(row.exits), "expected": round(row.expected), "since": row.first_day.date().isoformat()},
    }  # fmt: skip
