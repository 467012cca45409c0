"""One person, scanned at two places at once again and again: several people use one account or document."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.engine import events
from core.store import Store, load_sql
from core.watch.anomalies import anomalies, severity


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per person. Score: how often they were at two places at once. No pair of the last days, none at all."""
    query = load_sql(__file__, "spots.sql") + load_sql(__file__, "shared_account.sql")
    return anomalies(
        [_anomaly(row, parameters) for row in events(store, query, as_of=as_of, **parameters).itertuples()]
    )


def _anomaly(row, parameters: dict) -> dict:
    return {
        "grid_id": row.grid_id,
        "person_id": row.person_id,
        "severity": severity(row.times, medium=parameters["times"], high=2 * parameters["times"]),
        "score": float(row.times),
        "first_day": row.first_day.date(),
        "last_day": row.last_day.date(),
        "reason": "shared_account",
        "fields": {
            "place": row.from_place, "other": row.to_place, "times": int(row.times), "days": int(row.on_days),
            "day": row.last_day.date().isoformat(),
        },
        "evidence_at": row.evidence_at,
    }  # fmt: skip
