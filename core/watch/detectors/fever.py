"""People with a measured fever; several in one grid are a cluster, an alert of its own that makes theirs severe."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.policy.running import running
from core.store import Store, load_sql
from core.watch.anomalies import anomalies


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per person and one per cluster (person missing). Score: temperature in °C, of a cluster its people."""
    fever = running(store, as_of).fever
    sick = store.df(load_sql(__file__, "fever.sql"), as_of=as_of, fever=fever, **parameters)
    people = sick["person_id"].tolist()
    clusters = store.df(load_sql(__file__, "fever_cluster.sql"), as_of=as_of, people=people, **parameters)
    together = set(clusters["person_id"])
    rows = [_person(row, together, parameters) for row in sick.itertuples()]
    for _, members in clusters.groupby("grid_id", sort=True):
        rows.append(_cluster(members.merge(sick[["person_id", "first_day", "last_day"]], on="person_id")))
    return anomalies(rows)


def _person(row, together: set[int], parameters: dict) -> dict:
    grave = row.person_id in together or row.temperature >= parameters["high"]
    return {
        "grid_id": row.grid_id,
        "person_id": row.person_id,
        "severity": "high" if grave else "medium",
        "score": float(row.temperature),
        "first_day": row.first_day.date(),
        "last_day": row.last_day.date(),
        "reason": "fever",
        "fields": {"temperature": float(row.temperature), "day": row.last_day.date().isoformat()},
    }


def _cluster(members: pd.DataFrame) -> dict:
    first, last = members["first_day"].min().date(), members["last_day"].max().date()
    return {
        "grid_id": members["grid_id"].iloc[0],
        "person_id": None,
        "severity": "high",
        "score": float(len(members)),
        "first_day": first,
        "last_day": last,
        "reason": "fever_cluster",
        "fields": {"people": len(members), "members": int(members["members"].iloc[0]), "since": first.isoformat()},
    }
