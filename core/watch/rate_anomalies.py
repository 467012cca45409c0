"""Rises and falls of rates as anomalies: which windows are worth an alert, and which grid of a family is to have it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.store import Store
from core.watch.anomalies import anomalies, severity
from core.watch.baseline import Baseline
from core.watch.matrix import Matrix, load_matrix
from core.watch.rates import Rates

SHARE = 0.6  # of a wider grid's excess that its parts must explain to have the alert instead of it


def rate_anomalies(store: Store, *, as_of: date, parameters: dict, rise: bool) -> pd.DataFrame:
    """One row per grid and indicator whose count is far above (or below) what is expected on one of the last days."""
    matrix = load_matrix(store, as_of=as_of)
    rows: list[dict] = []
    if len(matrix.grids):
        for indicator in parameters["indicators"]:
            rates = Rates(Baseline(matrix, indicator), parameters["windows"])
            hits = _hits(rates, parameters, rise=rise)
            large = _large_enough(rates, parameters)
            rows += [_anomaly(matrix, indicator, hit, parameters, rise=rise) for hit in _families(store, hits, large)]
    return anomalies(rows)


def _hits(rates: Rates, parameters: dict, *, rise: bool) -> dict[int, dict]:
    """Row of the matrix → its strongest window among the days judged."""
    matrix = rates.baseline.matrix
    last = len(matrix.days) - 1
    found: dict[int, dict] = {}
    for day in range(max(last - parameters["recent_days"] + 1, 0), last + 1):
        score, chance = rates.chance(day, rise=rise)
        length = rates.strongest(day, rise=rise)
        judged = int(np.isfinite(rates.baseline.mean[:, day]).sum())
        for row in np.flatnonzero((chance * judged <= parameters["budget"]) & (score >= parameters["score"])):
            window = int(length[row])
            observed = float(rates.observed[window][row, day])
            expected = float(rates.expected[window][row, day])
            hit = {
                "row": int(row),
                "day": day,
                "window": window,
                "score": float(score[row]),
                "observed": observed,
                "expected": expected,
            }
            if _matters(hit, parameters, rise=rise) and hit["score"] > found.get(row, {"score": 0})["score"]:
                found[int(row)] = {**hit, "grid_id": int(matrix.grids[row])}
    return found


def _matters(hit: dict, parameters: dict, *, rise: bool) -> bool:
    """Large enough to send somebody, not only unlikely."""
    observed, expected = hit["observed"], hit["expected"]
    if expected < parameters["minimum_expected"] or abs(observed - expected) < parameters["difference"]:
        return False
    return observed >= parameters["ratio"] * expected if rise else observed <= parameters["ratio"] * expected


def _large_enough(rates: Rates, parameters: dict) -> list[int]:
    """Grids that could have alarmed: their longest window is expected to hold enough."""
    expected = rates.expected[max(parameters["windows"])][:, -1]
    return rates.baseline.matrix.grids[np.nan_to_num(expected) >= parameters["minimum_expected"]].tolist()


def _families(store: Store, hits: dict[int, dict], large: list[int]) -> list[dict]:
    """One alert for one event: where all of a grid's parts, or at least half and two of them, alarm with it, or where they do not
    explain it, the wider grid has it; where a few parts explain it, they have it."""
    by_grid = {hit["grid_id"]: hit for hit in hits.values()}
    family = store.df(
        "select parent_id, grid_id from grid where axis = 'area' and parent_id in (select unnest($hit))"
        " and grid_id in (select unnest($large)) order by parent_id, grid_id",
        hit=list(by_grid),
        large=large,
    )
    dropped: set[int] = set()
    for parent, below in family.groupby("parent_id", sort=True):
        parts = [grid for grid in below["grid_id"] if grid in by_grid]
        explained = sum(_excess(by_grid[grid]) for grid in parts) >= SHARE * _excess(by_grid[parent])
        shared = len(parts) == len(below) or (len(parts) > 1 and 2 * len(parts) >= len(below))
        if shared or not explained:
            dropped.update(parts)
        else:
            dropped.add(int(parent))
    return [hit for grid, hit in by_grid.items() if grid not in dropped]


def _excess(hit: dict) -> float:
    """Check-ins per day above or below what is expected."""
    return abs(hit["observed"] - hit["expected"]) / hit["window"]


def _anomaly(matrix: Matrix, indicator: str, hit: dict, parameters: dict, *, rise: bool) -> dict:
    last = matrix.days[hit["day"]]
    ratio = hit["observed"] / hit["expected"]
    strength = ratio / parameters["high_ratio"] if rise else parameters["high_ratio"] / max(ratio, 1e-3)
    return {
        "grid_id": hit["grid_id"],
        "person_id": None,
        "severity": severity(strength, medium=0.6, high=1.0),
        "score": round(hit["score"], 2),
        "first_day": last - timedelta(days=hit["window"] - 1),
        "last_day": last,
        "reason": "rate_rise" if rise else "rate_fall",
        "fields": {
            "indicator": indicator,
            "observed": round(hit["observed"]),
            "expected": round(hit["expected"]),
            "ratio": round(ratio, 2),
            "days": hit["window"],
            "last_day": last.isoformat(),
        },
    }
