"""A grid sends nothing although it should: a broken feed, not an empty village. Runs first and silences falls and silent people there."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from core.store import Store, load_sql
from core.watch.anomalies import anomalies, severity


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per grid. Score: −log10 of the chance of no check-in at all, negative binomial with the given dispersion."""
    silent = store.df(load_sql(__file__, "missing_feed.sql"), as_of=as_of, **parameters)
    rows = []
    for grid in silent.itertuples():
        score = grid.expected * math.log10(parameters["dispersion"]) / (parameters["dispersion"] - 1)
        if score < parameters["score"]:
            continue
        rows.append(
            {
                "grid_id": grid.grid_id,
                "person_id": None,
                "severity": severity(score, medium=parameters["high_score"] / 3, high=parameters["high_score"]),
                "score": round(score, 2),
                "first_day": grid.first_day.date(),
                "last_day": as_of,
                "reason": "missing_feed",
                "fields": {
                    "since": grid.first_day.date().isoformat(),
                    "days": int(grid.days),
                    "expected": round(grid.expected),
                },
            }
        )
    return anomalies(rows)
