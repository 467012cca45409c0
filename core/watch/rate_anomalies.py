"""Rises and falls of rates as anomalies: which scores are worth an alert, and which grid of a family is to have it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.store import Store
from core.watch.anomalies import anomalies, severity
from core.watch.matrix import Matrix, load_matrix
from core.watch.scoring.score import Scores, score
from core.watch.sums import Watched, watched

SHARE = 0.6  # of a wider grid's excess that its parts must explain to have the alert instead of it
SAME_DAYS = 2  # earlier days of the weekday, before a sum is judged on one
CHECKED = 30  # days before the days judged against which the chances are held


def rate_anomalies(store: Store, *, as_of: date, parameters: dict, rise: bool) -> pd.DataFrame:
    """One row per grid whose count of an indicator, or whose units' of a kind, is far above (or below) what is expected on one of the last
    days: of several the strongest. `p`: chance of one as strong on a day of that series; `recurrence_days`: how often chance brings the
    like in the whole county."""
    matrix = load_matrix(store, as_of=as_of)
    hits: dict[int, dict] = {}
    large: set[int] = set()
    if len(matrix.grids):
        for indicator in parameters["indicators"]:
            series = watched(store, matrix, indicator)
            scores = score(series.counts, since=max(len(matrix.days) - CHECKED, 0), ways=("rise" if rise else "fall",))
            for hit in found(series, scores, parameters, rise=rise):
                if hit["score"] > hits.get(hit["grid_id"], {"score": -1.0})["score"]:
                    hits[hit["grid_id"]] = {**hit, "indicator": indicator}
            large.update(_large_enough(series, scores, parameters))
    return anomalies(
        [_anomaly(matrix, hit, parameters, rise=rise) for hit in _families(store, _of_kinds(hits), sorted(large))]
    )


def found(series: Watched, scores: Scores, parameters: dict, *, rise: bool) -> list[dict]:
    """The days of the last `recent_days` that are worth an alert, one hit per series: its strongest."""
    scored, last = (scores.rise if rise else scores.fall), len(series.matrix.days) - 1
    strongest: dict[int, dict] = {}
    for day in range(max(last - parameters["recent_days"] + 1, scores.since), last + 1):
        at = day - scores.since
        judged = scores.judged[at]
        judged = judged & (series.counts.compared | _known_day(series, day))
        tolerated = (
            judged & (scored.p[at] * judged.sum() <= parameters["budget"]) & (scored.score[at] >= parameters["score"])
        )
        for row in np.flatnonzero(tolerated):
            window, observed, expected = _window(series, scores, int(row), day, parameters["windows"], rise=rise)
            hit = {
                "grid_id": int(series.grids[row]),
                "kind": series.kinds[row],
                "parts": series.parts[row],
                "day": day,
                "window": window,
                "score": float(scored.score[at, row]),
                "p": float(scored.p[at, row]),
                "recurrence_days": 1 / float(max(scored.p[at, row] * judged.sum(), 1e-9)),
                "observed": observed,
                "expected": expected,
            }
            if (
                _matters(hit, parameters, rise=rise)
                and hit["score"] > strongest.get(int(row), {"score": -1.0})["score"]
            ):
                strongest[int(row)] = hit
    return list(strongest.values())


def _known_day(series: Watched, day: int) -> np.ndarray:
    """Whether a sum, which nothing else tells what such a day does, has been seen on enough of them; holidays are like no other day."""
    data = series.counts
    if data.special[day]:
        return np.zeros(len(series.grids), dtype=bool)
    same = (data.weekdays[:day] == data.weekdays[day]) & ~data.special[:day]
    return data.active[:day][same].sum(axis=0) >= SAME_DAYS


def _window(
    series: Watched, scores: Scores, row: int, day: int, windows: list[int], *, rise: bool
) -> tuple[int, float, float]:
    """(days up to this one in which the difference is clearest, counted, expected)"""
    best = (windows[0], 0.0, 0.0)
    clearest = -np.inf
    for length in windows:
        days = slice(max(day - length + 1, 0), day + 1)
        mean = scores.expected.mean[days, row]
        known = series.counts.active[days, row] & np.isfinite(mean)
        if 2 * known.sum() <= length:
            continue
        seen, foreseen = series.counts.y[days, row][known].sum(), mean[known].sum()
        scatter = (mean * scores.expected.dispersion[days, row])[known].sum()
        clear = (seen - foreseen) / np.sqrt(max(scatter, 1e-9)) * (1 if rise else -1)
        if clear > clearest:
            best, clearest = (length, float(seen), float(foreseen)), clear
    return best


def _matters(hit: dict, parameters: dict, *, rise: bool) -> bool:
    """Large enough to send somebody, not only unlikely."""
    observed, expected = hit["observed"], hit["expected"]
    if expected < parameters["minimum_expected"] or abs(observed - expected) < parameters["difference"]:
        return False
    return observed >= parameters["ratio"] * expected if rise else observed <= parameters["ratio"] * expected


def _large_enough(series: Watched, scores: Scores, parameters: dict) -> list[int]:
    """Grids that could have alarmed: their longest window is expected to hold enough."""
    mean = np.nan_to_num(scores.expected.mean[-max(parameters["windows"]) :]).sum(axis=0)
    return [int(grid) for grid in series.grids[mean >= parameters["minimum_expected"]]]


def _of_kinds(hits: dict[int, dict]) -> dict[int, dict]:
    """Without the sums that a few of their own grids explain: those have the alert."""
    return {
        grid: hit
        for grid, hit in hits.items()
        if not hit["parts"] or sum(_excess(hits[part]) for part in hit["parts"] if part in hits) < SHARE * _excess(hit)
    }


def _families(store: Store, hits: dict[int, dict], large: list[int]) -> list[dict]:
    """One alert for one event: where all of a grid's parts, or at least half and two of them, alarm with it, or where they do not
    explain it, the wider grid has it; where a few parts explain it, they have it."""
    family = store.df(
        "select parent_id, grid_id from grid where axis = 'area' and parent_id in (select unnest($hit))"
        " and grid_id in (select unnest($large)) order by parent_id, grid_id",
        hit=list(hits),
        large=large,
    )
    dropped: set[int] = set()
    for parent, below in family.groupby("parent_id", sort=True):
        parts = [grid for grid in below["grid_id"] if grid in hits]
        explained = sum(_excess(hits[grid]) for grid in parts) >= SHARE * _excess(hits[parent])
        shared = len(parts) == len(below) or (len(parts) > 1 and 2 * len(parts) >= len(below))
        if shared or not explained:
            dropped.update(parts)
        else:
            dropped.add(int(parent))
    return [hit for grid, hit in hits.items() if grid not in dropped]


def _excess(hit: dict) -> float:
    """Check-ins per day above or below what is expected."""
    return abs(hit["observed"] - hit["expected"]) / hit["window"]


def _anomaly(matrix: Matrix, hit: dict, parameters: dict, *, rise: bool) -> dict:
    last = matrix.days[hit["day"]]
    ratio = hit["observed"] / hit["expected"]
    strength = ratio / parameters["high_ratio"] if rise else parameters["high_ratio"] / max(ratio, 1e-3)
    fields = {
        "indicator": hit["indicator"],
        "observed": round(hit["observed"]),
        "expected": round(hit["expected"]),
        "ratio": round(ratio, 2),
        "days": hit["window"],
        "last_day": last.isoformat(),
    }
    of_kind = {} if hit["kind"] is None else {"unit_kind": hit["kind"]}
    return {
        "grid_id": hit["grid_id"],
        "person_id": None,
        "severity": severity(strength, medium=0.6, high=1.0),
        "score": round(hit["score"], 2),
        "first_day": last - timedelta(days=hit["window"] - 1),
        "last_day": last,
        "reason": ("kind_" if of_kind else "rate_") + ("rise" if rise else "fall"),
        "fields": fields | of_kind,
        "p": hit["p"],
        "recurrence_days": hit["recurrence_days"],
    }
