"""Somebody was scanned at two places between which nobody travels so fast: a document or account in other hands, or a wrong clock."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.store import Store, load_sql
from core.watch.anomalies import anomalies


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per person and day. Score: km/h, v = max(0, distance − accuracies) ÷ max(time between, 5 min).

    What has a simple explanation is kept, but low: a phone that several people have, and times that are those of an upload.
    """
    query = load_sql(__file__, "spots.sql") + load_sql(__file__, "impossible_movement.sql")
    return anomalies([_anomaly(row) for row in store.df(query, as_of=as_of, **parameters).itertuples()])


def _anomaly(row) -> dict:
    why = "_uploaded" if row.uploaded else "_shared" if row.shared_phone else ""
    return {
        "grid_id": row.grid_id,
        "person_id": row.person_id,
        "severity": "low" if why else "high" if row.times > 1 else "medium",
        "score": round(float(row.speed), 1),
        "first_day": row.day.date(),
        "last_day": row.day.date(),
        "reason": f"impossible_movement{why}",
        "fields": {
            "place": row.from_place, "other": row.to_place, "km": round(float(row.km)), "minutes": round(float(row.minutes)),
            "speed": round(float(row.speed)), "day": row.day.date().isoformat(),
        },
        "evidence_at": row.evidence_at,
    }  # fmt: skip
