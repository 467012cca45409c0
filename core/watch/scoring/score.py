"""Counts in, scores of rises and falls out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.watch.scoring.chance import checked, simulated
from core.watch.scoring.counts import Counts
from core.watch.scoring.expected import Expected, expected
from core.watch.scoring.mixture import REACH, fall_scores, rise_scores

WAYS = ("rise", "fall")


@dataclass(frozen=True)
class Scored:
    """One direction, [day, series] from the day `since`: score (log10 Bayes factor, larger is more abnormal) and chance p of one as high."""

    score: np.ndarray
    p: np.ndarray


@dataclass(frozen=True)
class Scores:
    since: int
    expected: Expected
    judged: np.ndarray  # [day, series] from `since`: something was expected and something is known
    rise: Scored | None  # None where it was not asked for
    fall: Scored | None


def score(data: Counts, *, since: int = 0, ways: tuple[str, ...] = WAYS) -> Scores:
    """Every series and day from the row `since` on, each day by the days before it. Where nothing can be judged yet: score 0, p 1.

    With `since` fewer past scores stand behind the check of the chances; 30 days are enough.
    """
    from core.watch.scoring.weekly import expected_weekly  # noqa: PLC0415 - only where counts are weekly

    base = expected_weekly(data) if data.weekly else expected(data)
    begin = max(since - REACH, 0)
    y, active = data.y[begin:], data.active[begin:]
    mean = np.where(active, base.mean[begin:], np.nan)
    known = np.isfinite(mean)
    usable = ~data.special[begin:]
    found = {}
    law = (y, mean, base.level[begin:], base.dispersion[begin:])
    for way in ways:
        rise = way == "rise"
        values = rise_scores(*law, weekly=data.weekly) if rise else fall_scores(*law, base.idle[begin:])
        z = simulated(values, mean, base.dispersion[begin:], rise=rise, weekly=data.weekly)
        p = checked(z, mean, usable, weekly=data.weekly)
        found[way] = Scored(np.where(known, values, 0)[since - begin :], p[since - begin :])
    return Scores(since, base, known[since - begin :], found.get("rise"), found.get("fall"))
