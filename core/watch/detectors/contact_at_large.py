"""A contact of a case, within the window, whom no list has in quarantine."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.store import Store, load_sql
from core.watch.anomalies import anomalies


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per person; severe where they were scanned since. Score: days since the last contact, at least 1."""
    found = store.df(load_sql(__file__, "contact_at_large.sql"), as_of=as_of, **parameters)
    return anomalies([_anomaly(row, as_of) for row in found.itertuples()])


def _anomaly(row, as_of: date) -> dict:
    contact, seen = row.last_contact.date(), not pd.isna(row.seen_at)
    fields = {"contact_on": contact.isoformat()}
    if seen:
        fields |= {"place": row.place, "day": row.seen_at.date().isoformat()}
    return {
        "grid_id": row.grid_id,
        "person_id": row.person_id,
        "severity": "high" if seen else "medium",
        "score": float(max((as_of - contact).days, 1)),
        "first_day": contact,
        "last_day": as_of,
        "reason": "contact_at_large_seen" if seen else "contact_at_large",
        "fields": fields,
        "evidence_at": row.seen_at if seen else None,
    }
