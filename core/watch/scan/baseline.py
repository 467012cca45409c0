"""What is to be expected of each grid: a rate per resident, leaning on the whole county's where the grid has little history."""

from __future__ import annotations

import numpy as np

WEEK = 7
FEWEST, MOST = 0.5, 50.0  # of the prior's shape: how alike grids are held to be
WEEKDAY_WEIGHT = 30.0  # people whom the county must have counted before a weekday is believed to differ


def calm(total: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """The county's counts per day, those of an outbreak or of a month's backlog counted on one day cut to three deviations above the rest."""
    known = np.sort(total[usable])
    usual = known[: max(1, int(np.ceil(0.9 * len(known))))].mean() if len(known) else 0.0
    return np.minimum(total, usual + 3 * np.sqrt(1.5 * usual) + 3)


def weekday_factor(total: np.ndarray, weekdays: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """Per day, how the county's count of such weekdays stands to all days; close to 1 where few were counted."""
    factor = np.ones(len(total))
    mean = total[usable].mean() if usable.any() else 0.0
    for weekday in range(1, WEEK + 1):
        of = usable & (weekdays == weekday)
        factor[weekdays == weekday] = (total[of].sum() + WEEKDAY_WEIGHT) / (mean * of.sum() + WEEKDAY_WEIGHT)
    return factor


def trailing(values: np.ndarray, history: int, gap: int) -> np.ndarray:
    """Sums along the last axis over the `history` days that end `gap` days before each day."""
    summed = np.concatenate([np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)], axis=-1)
    days = np.arange(values.shape[-1])
    last, first = np.maximum(days - gap + 1, 0), np.maximum(days - gap + 1 - history, 0)
    return summed[..., last] - summed[..., first]


def expected(
    counts: np.ndarray, residents: np.ndarray, exposure: np.ndarray, total: np.ndarray, *, history: int, gap: int
) -> tuple[np.ndarray, np.ndarray]:
    """(λ, a): per grid and day the people expected on an ordinary day, and per grid the shape of what its rate may be on the last day.

    Empirical Bayes: a resident's rate has a gamma prior around the county's, with shape `a` by moments (Clayton & Kaldor, Biometrics 1987);
    `total`: as of `calm`; λ = n (a + Σy) ÷ (a ÷ m + n Σw). The last `gap` days are left out, so that a cluster does not raise what it is compared with, and a
    past outbreak counts as at most three standard deviations above the rest.
    """
    overall = (total[exposure > 0].sum() + 0.5) / max(residents.sum() * exposure.sum(), 1.0)
    usual = residents[:, None] * overall * exposure[None, :]
    capped = np.minimum(counts, usual + 3 * np.sqrt(1.5 * usual) + 1) * (exposure > 0)
    seen, days = trailing(capped, history, gap), trailing(exposure, history, gap)
    county = (seen.sum(axis=0) + 0.5) / np.maximum(residents.sum() * days, 1.0)
    shape = _shape(seen[:, -1], residents * days[-1] * county[-1])
    rate = (shape + seen) / (shape / county[None, :] + residents[:, None] * days[None, :])
    return residents[:, None] * rate, shape + seen[:, -1]


def _shape(seen: np.ndarray, mean: np.ndarray) -> float:
    more = ((seen - mean) ** 2 - mean).sum()
    return float(np.clip((mean**2).sum() / more, FEWEST, MOST)) if more > 0 else MOST
