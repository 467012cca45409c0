"""Somebody quarantined at home was scanned elsewhere; where they work or study is unit_breach."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.store import Store, load_sql
from core.watch.anomalies import anomalies


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per person and day. Score: scans away from home."""
    seen = store.df(
        load_sql(__file__, "own_units.sql") + load_sql(__file__, "quarantine_breach.sql"),
        as_of=as_of,
        **({"home": "village"} | parameters),
    )
    return anomalies([_anomaly(row) for row in seen.itertuples()])


def _anomaly(row) -> dict:
    return {
        "grid_id": row.grid_id,
        "person_id": row.person_id,
        "severity": "high",
        "score": float(row.scans),
        "first_day": row.day.date(),
        "last_day": row.day.date(),
        "reason": "quarantine_breach",
        "fields": {"place": row.place, "scans": int(row.scans), "day": row.day.date().isoformat()},
        "evidence_at": row.evidence_at,
    }
