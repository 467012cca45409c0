"""Rates of places of different size, told apart from chance: a village of 40 is not the worst because one of its people fell ill.

Control limits as of a funnel plot (Spiegelhalter 2005, Statistics in Medicine 24: 1185–1202): around the rate of all, wide where few live. Places differ more than
by chance alone as a rule, so the limits allow for the usual difference between them, told by winsorised z-scores (additive, DerSimonian & Laird), which makes them
those of a negative binomial. The shrunk rate is the empirical-Bayes one (Clayton & Kaldor 1987, Biometrics 43: 671–681), with its gamma interval.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

PER = 10_000  # people
FEWEST = 5  # places from which the difference between them can be told
INNER, OUTER = 0.95, 0.998
ANY = 0.05  # chance that any of many places lies outside the outer limits
ROBUST = 2.0  # robust deviations to which z-scores are drawn in
CLIPPED = 0.92  # what that leaves of the variance of normal ones
FAR, BEYOND, WITHIN = "far", "beyond", "within"  # outside the outer limits, outside the inner ones, inside both
BOUNDS = ("inner_low", "inner_high", "outer_low", "outer_high")


def rates(places: pd.DataFrame, *, repeat: float = 1, days: int = 1) -> pd.DataFrame:
    """`places`: grid_id, count, people (who live there), other columns kept. The same rows that have people, highest shrunk rate first, with columns rate,
    shrunk, low, high (the 95 % interval of the shrunk one), BOUNDS (limits of the rate, 95 % and at least 99.8 %): all per 10,000 people and, of a count over
    `days`, per day; side (high | low), verdict (FAR, BEYOND, WITHIN). `repeat`: how often the same person is in the count, so that somebody seen on ten
    days is no ten people."""
    known = _known(places)
    count, people = known["count"].to_numpy(float) / repeat, known.people.to_numpy(float)
    whole = count.sum() / people.sum() if len(known) else 0.0
    expected, unit = whole * people, PER * repeat / days
    scale = unit / people
    found = known.assign(rate=count * scale)
    found["shrunk"], found["low"], found["high"] = (v * whole * unit for v in _posterior(count, expected))
    found[list(BOUNDS)] = _bounds(expected, _usual_spread(count, expected), len(known)) * scale[:, None]
    found["side"] = np.where(found.rate >= whole * unit, "high", "low")
    # One person alone proves nothing.
    outside = {
        n: (found.rate < found[f"{n}_low"]) | ((found.rate > found[f"{n}_high"]) & (count > 1))
        for n in ("inner", "outer")
    }
    found["verdict"] = np.select([outside["outer"], outside["inner"]], [FAR, BEYOND], WITHIN)
    return found.sort_values(["shrunk", "count"], ascending=False, kind="stable").reset_index(drop=True)


def funnel(places: pd.DataFrame, *, repeat: float = 1, days: int = 1, steps: int = 60) -> pd.DataFrame:
    """The curves of a funnel plot, as in `rates`: one row per number of people from the fewest to the most, columns people, whole (the rate of all), BOUNDS.
    Empty where nothing was counted."""
    known = _known(places)
    count, people = known["count"].to_numpy(float) / repeat, known.people.to_numpy(float)
    if not count.sum() > 0:
        return pd.DataFrame(columns=["people", "whole", *BOUNDS])
    whole, unit = count.sum() / people.sum(), PER * repeat / days
    along = np.geomspace(people.min(), people.max(), steps)
    made = pd.DataFrame({"people": along, "whole": whole * unit})
    made[list(BOUNDS)] = (
        _bounds(whole * along, _usual_spread(count, whole * people), len(known)) * (unit / along)[:, None]
    )
    return made


def _known(places: pd.DataFrame) -> pd.DataFrame:
    return places[(places.people > 0) & places["count"].notna()].reset_index(drop=True)


def _bounds(expected: np.ndarray, spread: float, places: int) -> np.ndarray:
    """Counts, a column for each of BOUNDS. Of hundreds of places some lie outside 99.8 % by chance: the outer limits hold for all of them together."""
    from scipy.stats import nbinom, poisson  # noqa: PLC0415 - takes most of a second to load

    outer = max(OUTER, 1 - ANY / max(places, 1))
    tails = [t for part in (INNER, outer) for t in ((1 - part) / 2, (1 + part) / 2)]
    law = nbinom(1 / spread, 1 / (1 + spread * expected)) if spread else poisson(expected)
    return np.column_stack([_quantile(law, t) for t in tails])


def _quantile(law, part: float) -> np.ndarray:
    """Between two counts where the part lies between theirs (as the source does it): limits without steps."""
    count = law.ppf(part)
    upto, below = law.cdf(count), law.cdf(count - 1)
    return np.maximum(count - (upto - part) / np.maximum(upto - below, 1e-12), 0.0)


def _usual_spread(count: np.ndarray, expected: np.ndarray) -> float:
    """Variance of the true rates over the square of that of all; what a few places do that are far out is not the usual."""
    known = expected > 0
    count, expected = count[known], expected[known]
    if len(count) < FEWEST:
        return 0.0
    # The root makes counts of few scatter as those of many.
    z = 2 * (np.sqrt(count) - np.sqrt(expected))
    z = z - np.median(z)
    reach = ROBUST * 1.4826 * np.median(np.abs(z))
    more = float((np.clip(z, -reach, reach) ** 2).sum()) / CLIPPED - (len(z) - 1)
    return max(more / (expected.sum() - (expected**2).sum() / expected.sum()), 0.0)


def _posterior(count: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean and 95 % interval of each place's rate ÷ the rate of all; where places are too few to learn from, of its own count alone."""
    from scipy.stats import gamma  # noqa: PLC0415 - takes most of a second to load

    if not expected.sum() > 0:
        return count * 0.0, count * 0.0, count * 0.0
    if len(count) < FEWEST:
        low, high = gamma.ppf(0.025, count) / expected, gamma.ppf(0.975, count + 1) / expected
        return count / expected, np.nan_to_num(low), high
    prior = _prior(count, expected)
    shape, scale = count + prior, 1 / (expected + prior)
    return shape * scale, gamma.ppf(0.025, shape, scale=scale), gamma.ppf(0.975, shape, scale=scale)


def _prior(count: np.ndarray, expected: np.ndarray) -> float:
    """How many expected the belief that a place is like the others is worth: the shape of the gamma distribution of their rates, by greatest likelihood."""
    from scipy.optimize import minimize_scalar  # noqa: PLC0415 - takes most of a second to load
    from scipy.stats import nbinom  # noqa: PLC0415

    def unlikely(shape: float) -> float:
        return -float(nbinom.logpmf(np.round(count), np.exp(shape), 1 / (1 + expected / np.exp(shape))).sum())

    return float(np.exp(minimize_scalar(unlikely, bounds=(-4, 14), method="bounded").x))
