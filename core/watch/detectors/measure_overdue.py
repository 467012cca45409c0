"""Measures that a class requires were not carried out although their time, and the grace after it, is over."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.policy.running import running
from core.store import Store, load_sql
from core.watch.anomalies import anomalies, severity


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per grid whose responsible was asked: an alert for each task would bury the others. The measure with most overdue
    tasks is named, the others are counted. Score: overdue tasks."""
    late = store.df(load_sql(__file__, "measure_overdue.sql"), as_of=as_of, **parameters)
    names = {code: {"zh": m.zh, "en": m.en} for code, m in running(store, as_of).measures.items()}
    rows = [_anomaly(grid, measures, names, parameters) for grid, measures in late.groupby("grid_id", sort=True)]
    return anomalies([row for row in rows if row["score"] >= parameters["least"]])


def _anomaly(grid: int, measures: pd.DataFrame, names: dict, parameters: dict) -> dict:
    worst, tasks = measures.iloc[0], int(measures["tasks"].sum())
    return {
        "grid_id": int(grid), "person_id": None, "severity": severity(tasks, medium=parameters["medium"], high=parameters["high"]),
        "score": float(tasks), "first_day": measures["first_day"].min().date(), "last_day": measures["last_day"].max().date(),
        "reason": "measure_overdue" if len(measures) == 1 else "measures_overdue",
        "fields": {"measure": names.get(worst["measure"], worst["measure"]), "tasks": int(worst["tasks"]), "all": tasks, "kinds": len(measures), "since": measures["first_day"].min().date().isoformat()},
    }  # fmt: skip
