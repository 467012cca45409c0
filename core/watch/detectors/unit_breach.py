"""Life grid against work grid: somebody whose class keeps them at home was scanned where they work, study or have a child. One alert for both owners:
it is about the home grid, and concerns the unit as well."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.store import Store, load_sql
from core.watch.anomalies import anomalies


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per person and day; of a pupil, and of a parent, at school with a reason of its own; of somebody without a home grid about the unit. Score: scans in the unit."""
    query = load_sql(__file__, "own_units.sql") + load_sql(__file__, "unit_breach.sql")
    seen = store.df(query, as_of=as_of, **({"home": "village"} | parameters))
    return anomalies([_anomaly(row) for row in seen.itertuples()])


def _anomaly(row) -> dict:
    return {
        "grid_id": row.grid_id,
        "person_id": row.person_id,
        "severity": "high",
        "score": float(row.scans),
        "first_day": row.day.date(),
        "last_day": row.day.date(),
        "reason": "school_breach" if row.at_school else "parent_breach" if row.visits else "unit_breach",
        "fields": {"place": row.place, "scans": int(row.scans), "day": row.day.date().isoformat()},
        "evidence_at": row.evidence_at,
        "also_grid_id": None if row.unit_id == row.grid_id else row.unit_id,
    }
