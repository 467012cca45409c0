"""F of every zone and window: how much better a raised rate explains what was counted than the baseline does."""

from __future__ import annotations

import numpy as np

# People added on both sides before the rest of the county says how it stands: little, for where hardly anybody ever falls ill a wave is
# told from a cluster by where its people are alone.
OUTSIDE = 0.03


def windows(counts: np.ndarray, longest: int) -> list[np.ndarray]:
    """Per length 1…longest the sums over the days that end with each day, along the last axis."""
    found = [counts]
    for length in range(1, longest):
        further = found[-1].copy()
        further[..., length:] += counts[..., :-length] if length else 0
        found.append(further)
    return found


def statistic(
    seen: np.ndarray, expected: np.ndarray, county_seen: np.ndarray, county_expected: np.ndarray
) -> np.ndarray:
    """C ln(C ÷ B) + B − C where C > B, else 0 (expectation-based Poisson scan: Neill, International Journal of Forecasting 25, 2009).

    B is raised by as much as the rest of the county lies above its own expectation: a wave that is everywhere is no cluster.
    """
    rest = (county_seen - seen + OUTSIDE) / (np.maximum(county_expected - expected, 0) + OUTSIDE)
    base = expected * np.maximum(rest, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = seen * np.log(seen / base) + base - seen
    return np.where(seen > base, score, 0.0)


def daily_maxima(
    sums: list[np.ndarray], rates: np.ndarray, lengths: np.ndarray, near: np.ndarray, allowed: np.ndarray, least: int
) -> np.ndarray:
    """The greatest F of each column. `sums`: per window [grid, column]; `rates`: [grid, column or 1]; `lengths`: [window, column] weighted
    days; `near`: as of zones.neighbours; `allowed`: [grid, rank] false where a zone is too wide; `least`: people, below whom nothing counts."""
    county = [s.sum(axis=0) for s in sums]
    best = np.zeros(sums[0].shape[1])
    # Only grids with somebody near them in the longest window can be a zone's: at usual rates that is a small part of all.
    around = _around(sums[-1], near)
    busy = np.flatnonzero(around >= least)
    if not len(busy):
        return best
    row, column = np.divmod(busy, sums[0].shape[1])
    single = rates.shape[1] == 1
    at = np.zeros_like(column) if single else column
    base = np.zeros(len(row))
    seen = np.zeros((len(sums), len(row)), dtype=np.float32)
    total = rates.sum(axis=0)[at]
    for rank in range(near.shape[1]):
        member, valid = near[row, rank], allowed[row, rank]
        base += np.where(valid, rates[member, at], 0.0)
        for n, window in enumerate(sums):
            seen[n] += np.where(valid, window[member, column], 0.0)
            hit = np.flatnonzero((seen[n] >= least) & valid)
            if len(hit):
                weight = lengths[n, column[hit]]
                score = statistic(seen[n, hit], base[hit] * weight, county[n][column[hit]], total[hit] * weight)
                np.maximum.at(best, column[hit], score)
    return best


def every_zone(
    sums: list[np.ndarray], rates: np.ndarray, lengths: np.ndarray, near: np.ndarray, allowed: np.ndarray, least: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(F, C, B) of one day, each [window, grid, rank]. `sums`: per window [grid]; the rest as in `daily_maxima`, of that day."""
    member = np.where(near < 0, 0, near)
    base = np.cumsum(np.where(allowed, rates[member], 0.0), axis=1)
    scores, seen, expected = [], [], []
    for n, window in enumerate(sums):
        people = np.cumsum(np.where(allowed, window[member], 0.0), axis=1)
        bases = base * lengths[n]
        score = statistic(people, bases, np.asarray(window.sum()), np.asarray(rates.sum() * lengths[n]))
        scores.append(np.where(allowed & (people >= least), score, 0.0))
        seen.append(people)
        expected.append(bases)
    return np.stack(scores), np.stack(seen), np.stack(expected)


def _around(sums: np.ndarray, near: np.ndarray) -> np.ndarray:
    found = np.zeros(sums.shape, dtype=np.float32)
    for rank in range(near.shape[1]):
        valid = near[:, rank] >= 0
        found[valid] += sums[near[valid, rank]]
    return found
