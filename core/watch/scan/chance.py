"""How often so strong a cluster comes by chance: a Gumbel tail over the strongest zone of each day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

EULER = 0.5772156649
LEAST_SCALE = 1.0  # of counties in which nobody falls ill: replicas are all alike there, and what was never seen is not impossible


@dataclass(frozen=True)
class Tail:
    """Gumbel distribution of a day's strongest zone (Abrams, Kulldorff, Kleinman, International Journal of Health Geographics 2010)."""

    place: float
    scale: float

    def p(self, score: float | np.ndarray) -> np.ndarray:
        """The chance that the strongest zone of an ordinary day reaches the score; its inverse is the recurrence interval in days."""
        return -np.expm1(-np.exp(-(np.asarray(score, dtype=float) - self.place) / self.scale))


def by_moments(maxima: np.ndarray) -> Tail:
    """Of replicas, in which nothing is hidden."""
    scale = max(float(np.std(maxima)) * np.sqrt(6) / np.pi, LEAST_SCALE)
    return Tail(float(np.mean(maxima)) - EULER * scale, scale)


def by_quartiles(maxima: np.ndarray) -> Tail | None:
    """Of past days, in some of which there was an outbreak: the upper quartile does not see them. None where most days had nobody."""
    middle, upper = np.quantile(maxima, [0.5, 0.75])
    scale = (upper - middle) / (np.log(-np.log(0.5)) - np.log(-np.log(0.75)))
    return Tail(float(middle + scale * np.log(-np.log(0.5))), float(scale)) if middle > 0 and scale > 0 else None
