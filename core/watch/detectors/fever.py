"""People with a measured fever; several in one grid are a cluster, an alert of its own that makes theirs severe."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.engine import events
from core.policy.running import running
from core.store import Store, load_sql
from core.watch.anomalies import anomalies


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per person and day and one per cluster (person missing). Score: temperature in °C, of a cluster its people."""
    fever = running(store, as_of).fever
    sick = events(store, load_sql(__file__, "fever.sql"), as_of=as_of, fever=fever, **parameters)
    people = sorted(set(sick["person_id"]))
    clusters = store.df(load_sql(__file__, "fever_cluster.sql"), as_of=as_of, people=people, **parameters)
    together = set(clusters["person_id"])
    rows = [_person(row, together, parameters) for row in sick.itertuples()]
    for _, members in clusters.groupby("grid_id", sort=True):
        rows.append(_cluster(members.merge(sick[["person_id", "day", "evidence_at"]], on="person_id")))
    return anomalies(rows)


def _person(row, together: set[int], parameters: dict) -> dict:
    grave = row.person_id in together or row.temperature >= parameters["high"]
    return {
        "grid_id": row.grid_id,
        "person_id": row.person_id,
        "severity": "high" if grave else "medium",
        "score": float(row.temperature),
        "first_day": row.day.date(),
        "last_day": row.day.date(),
        "reason": "fever",
        "fields": {"temperature": float(row.temperature), "day": row.day.date().isoformat()},
        "evidence_at": row.evidence_at,
    }


def _cluster(members: pd.DataFrame) -> dict:
    first, last, people = members["day"].min().date(), members["day"].max().date(), members["person_id"].nunique()
    return {
        "grid_id": members["grid_id"].iloc[0],
        "person_id": None,
        "severity": "high",
        "score": float(people),
        "first_day": first,
        "last_day": last,
        "reason": "fever_cluster",
        "fields": {"people": people, "members": int(members["members"].iloc[0]), "since": first.isoformat()},
        "evidence_at": members["evidence_at"].max(),
    }
