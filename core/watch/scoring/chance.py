"""By how much chance a score as high would come: simulated from the baseline, then checked on what happened.

The simulation (parametric bootstrap) knows the law but no drift: per level of activity, its p-values are held against the days before. Tails
are exponential. Days of the future are never looked at.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from core.watch.scoring.expected import LEVELS
from core.watch.scoring.mixture import REACH, fall_scores, rise_scores

MEANS = np.geomspace(0.02, 500, 12)
OVER = np.array([0.02, 0.15, 0.5, 1.5, 5.0])  # dispersion − 1
CHAINS, DAYS = 80, 90
LEARNT_DAYS, WANDER = 60, 0.003  # how well a simulated level is known
AT = np.array(
    [0.5, 0.3, 0.15, 0.08, 0.04, 0.02]
)  # chances whose scores are tabulated; beyond the last an exponential tail
LEAST_STEP, LEAST_EXCESS = 0.06, 0.12  # of scores, between two tabulated chances and beyond them
FINE = (48, 15)  # cells of the table that is looked up
CHECK = (2.3, 3.5)  # −ln p whose frequency in history is looked at: chances .1 and .03
NOMINAL = np.exp(-np.array(CHECK))
PSEUDO = 1500.0  # cells of history that the simulation is worth
BOUNDS = (0.4, 1.15)  # of the tail's slope against the simulated
WEEKLY_BOUNDS = (0.95, 1.15)  # what was an outbreak in a few years of weeks is easily taken for chance
HEAVIER = 0.95  # a drift makes far tails heavier than the near ones that are checked
MOST = 690.0  # −ln p, before p would be nothing
STRONG, AROUND = 9.2, 7  # what surely is an episode (p < .0001), with the days around it, tells nothing about chance


@cache
def _table(rise: bool, weekly: bool) -> tuple[np.ndarray, np.ndarray]:
    """(scores at the chances AT [mean, over, AT], 1 ÷ mean excess beyond the last) on the fine grid."""
    rng = np.random.default_rng(20)
    means, over = (m.ravel() for m in np.meshgrid(MEANS, OVER, indexing="ij"))
    mean, spread = np.repeat(means, CHAINS), np.repeat(over + 1, CHAINS)
    # the scatter of weekly counts holds that of their level already
    known = np.full(mean.shape, 1e5) if weekly else 1 / (spread / (mean * LEARNT_DAYS) + WANDER)
    true = mean * rng.gamma(known, 1 / known)
    matrix = np.broadcast_to(mean, (DAYS, len(mean)))
    y = rng.poisson(rng.gamma(np.broadcast_to(true / (spread - 1), matrix.shape), spread - 1))
    law = (y, matrix, matrix, np.broadcast_to(spread, matrix.shape))
    scores = (rise_scores(*law, weekly=weekly) if rise else fall_scores(*law))[REACH:]
    scores = scores.reshape(DAYS - REACH, len(means), CHAINS).transpose(1, 0, 2).reshape(len(means), -1)
    at = np.quantile(scores, 1 - AT, axis=1).T
    excess = np.where(scores > at[:, -1:], scores - at[:, -1:], 0).sum(axis=1) / np.maximum(
        (scores > at[:, -1:]).sum(axis=1), 1
    )
    shape = (len(MEANS), len(OVER))
    fine = [_finer(m.reshape(shape)) for m in (*at.T, np.maximum(excess, LEAST_EXCESS))]
    steps = (
        np.arange(len(AT)) * LEAST_STEP
    )  # where few values are possible, neighbours of one value are no rarer than it
    return np.maximum.accumulate(np.stack(fine[:-1], axis=-1) - steps, axis=-1) + steps, 1 / fine[-1]


def _finer(table: np.ndarray) -> np.ndarray:
    from scipy.ndimage import zoom  # noqa: PLC0415 - only where something is scored

    return zoom(table, (FINE[0] / table.shape[0], FINE[1] / table.shape[1]), order=1)


def simulated(
    scores: np.ndarray, mean: np.ndarray, dispersion: np.ndarray, *, rise: bool, weekly: bool = False
) -> np.ndarray:
    """−ln p of the scores by the simulation; 0 where nothing is expected."""
    at, slope = _table(rise, weekly)
    at, slope = at.reshape(-1, len(AT)).astype(np.float32), slope.ravel().astype(np.float32)
    z = np.zeros(scores.shape, dtype=np.float32)
    for t in range(len(scores)):  # a day at a time stays within the processor's cache
        known = np.flatnonzero(np.isfinite(mean[t]))
        row = _cell(mean[t, known], MEANS, FINE[0])
        column = _cell(dispersion[t, known] - 1, OVER, FINE[1])
        z[t, known] = _looked_up(scores[t, known], row * FINE[1] + column, at, slope)
    return z


def _looked_up(s: np.ndarray, cell: np.ndarray, at: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """−ln p between the tabulated scores, and beyond the last along its exponential tail."""
    points = (-np.log(AT)).astype(np.float32)
    out = points[0] * np.exp(np.minimum(s - at[cell, 0], 0))
    rest = np.arange(len(s))
    for n in range(len(AT) - 1):
        above = s > at[cell, n]
        s, cell, rest = s[above], cell[above], rest[above]
        share = (s - at[cell, n]) / (at[cell, n + 1] - at[cell, n])
        out[rest] = points[n] + np.minimum(share, 1) * (points[n + 1] - points[n])
    above = s > at[cell, -1]
    out[rest[above]] = points[-1] + (s[above] - at[cell[above], -1]) * slope[cell[above]]
    return out


def _cell(values: np.ndarray, points: np.ndarray, number: int) -> np.ndarray:
    low, high = np.log(points[0]), np.log(points[-1])
    values = np.log(np.maximum(values, points[0]).astype(np.float32))
    return np.clip(np.rint((values - low) / (high - low) * (number - 1)), 0, number - 1).astype(np.int32)


def checked(z: np.ndarray, mean: np.ndarray, usable: np.ndarray, *, weekly: bool = False) -> np.ndarray:
    """The chances p, [day, series]: `z` of each level of activity as often as the days before it (`usable`: [day], no holidays) say."""
    days = len(z)
    level = np.digitize(np.nan_to_num(mean, nan=0.0), LEVELS)
    counts = _history(z, level, np.isfinite(mean) & usable[:, None])
    p, bounds = np.empty(z.shape), WEEKLY_BOUNDS if weekly else BOUNDS
    for t in range(days):
        total = counts[max(t - AROUND, 0)]
        share = (total[:2] + PSEUDO * NOMINAL[:, None]) / (total[2] + PSEUDO)
        slope = np.clip(np.log(share[0] / share[1]) / (CHECK[1] - CHECK[0]), *bounds)[level[t]] * (
            1 if weekly else HEAVIER
        )
        first = (np.full(len(LEVELS) + 1, CHECK[0]) if weekly else -np.log(share[0]))[level[t]]
        exact = np.where(z[t] <= CHECK[0], z[t] * first / CHECK[0], first + slope * (z[t] - CHECK[0]))
        p[t] = np.exp(-np.minimum(exact, MOST))
    return np.where(np.isfinite(mean), p, 1.0)


def _history(z: np.ndarray, level: np.ndarray, use: np.ndarray) -> np.ndarray:
    """[t, (beyond the first check, beyond the second, all), level]: cells of the days before t."""
    near = np.cumsum(np.vstack([np.zeros((1, z.shape[1])), z > STRONG]), axis=0)
    t = np.arange(len(z))
    use = use & (near[np.minimum(t + AROUND + 1, len(z))] == near[np.maximum(t - AROUND, 0)])
    out = np.zeros((len(z) + 1, 3, len(LEVELS) + 1))
    for day in range(len(z)):
        weights = [(use[day] & (z[day] > CHECK[0])), (use[day] & (z[day] > CHECK[1])), use[day]]
        out[day + 1] = out[day] + [np.bincount(level[day], weights=w, minlength=len(LEVELS) + 1) for w in weights]
    return out
