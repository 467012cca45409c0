"""Declarations that somebody, or a program, filled in for others: the same second every day, one temperature for weeks, dozens in one moment."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.store import Store, load_sql
from core.watch.anomalies import anomalies, end_of


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies: of a person (`same_second`) or of a grid (`same_values`, `burst`; one of them, the burst first). Score: days, or people.

    A list has no seconds and whoever is healthy has 36.5 °C often: times on the full minute, and single people with one temperature, are left out.
    """
    table = store.df(load_sql(__file__, "machine_made_declaration.sql"), as_of=as_of, **parameters)
    found = anomalies([_anomaly(row) for row in table.itertuples()])
    return found.drop_duplicates(["grid_id", "person_id"], ignore_index=True)


def _anomaly(row) -> dict:
    fields = {"many": int(row.many), "day": row.last_day.date().isoformat()}
    if not pd.isna(row.moment):
        fields["clock"] = f"{int(row.moment) // 3600:02d}:{int(row.moment) // 60 % 60:02d}:{int(row.moment) % 60:02d}"
    if not pd.isna(row.temperature):
        fields |= {"temperature": float(row.temperature), "members": int(row.members)}
    return {
        "grid_id": row.grid_id,
        "person_id": None if pd.isna(row.person_id) else int(row.person_id),
        "severity": "low" if row.reason == "same_values" else "medium",
        "score": float(row.many),
        "first_day": row.first_day.date(),
        "last_day": row.last_day.date(),
        "reason": f"declared_{row.reason}",
        "fields": fields,
        "evidence_at": end_of(row.last_day),
    }
