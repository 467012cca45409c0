"""What each daily count should be, and how far it scatters: a negative-binomial empirical-Bayes baseline.

Expected = rate of the series × what its kind does on such a day × the series' own habit on that weekday. Every day is judged by the days
before it; from the day itself comes only what the other series of the kind did, so that a shift common to a kind alarms nobody. Sums of a
kind are not compared: there the shift shows. One step per day over all series; sums over past days are differences of running sums.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from core.watch.scoring.counts import Counts

TRAIL = 28  # days of the trailing mean
RATE_FROM, RATE_TO = 30, 3  # the rate is learnt from t−30 … t−3
EARLIER = 250  # days that steady rates are learnt from besides
WANDER = (0.005, 1.0)  # squared relative change of a rate between months
SAME_WEEKDAYS = 8
FEWEST_DAYS = 5  # of baseline, else nothing is expected
ENOUGH_OTHERS = 5  # series of a kind whose same-day ratio is believed as it is; with fewer it is kept within CLIP
CLIP = (0.5, 2.0)
SAME_DAY_WEIGHT = 30.0  # counts that "no shift" is worth against what the others did
BUSY = 10.0  # counts a day of a kind, from which on its weekdays are the middle of what they were
PASSES = 2  # in which the same-day ratio and what is too far from it are found
TOLD, TOLD_MORE = 2.0, 0.5  # standard deviations, and counts, by which a series' day tells of its kind at most
# Windows of days before, and the deviations and counts beyond which, in one of them, a series tells nothing of its kind.
LATELY = (1, 3, 7)
ODD, ODD_MORE = 1.5, 1.0
WEEKDAY_WEIGHT = 5.0  # counts that "no weekday" is worth against the kind's own
SETTLED = 2  # days later a day enters the baseline
FAR, MORE = (
    2.5,
    3.0,
)  # standard deviations, and counts, by which the five days around it differ, from which on it does not
LONGEST, WITHIN = 14, 56  # days left out at most, of so many: what comes again and again is usual
CAP, CAP_VARIANCE, CAP_MORE = 3.0, 1.5, 1.0  # a count enters the baseline up to mean + 3·√(1.5·mean) + 1
HABIT_WEIGHT = (5.0, 1e4)  # counts that the kind's weekday is worth against the series' own: learnt within these
WEEKDAY_RELATIVE = 0.5  # by which weekdays differ where nothing is known of them
DISPERSION_DAYS = 84
SURE_ZEROS = (2.0, 1.0)  # standard deviations, and days, of zeros beyond the law's that may be chance
PRIOR_DAYS = 90  # days that the dispersion of kind and level is worth against the series' own
FIRST_DAYS = 20  # that the first guess of it is worth: 1.3, and 5 % of what is expected
LEAST_DISPERSION, FIRST_DISPERSION, FIRST_RELATIVE = 1.02, 1.3, 0.05
LEAST_MEAN = 0.02
SPECIAL = 2.0  # holidays scatter more where nothing tells what they do
LEVELS = np.array([0.3, 1.0, 3.0, 10.0, 30.0, 100.0])  # of the expected count: scatter and chance are learnt apart


@dataclass(frozen=True)
class Expected:
    """Matrices [day, series]; missing without enough history."""

    mean: np.ndarray  # expected count
    level: np.ndarray  # the same on a day of factor 1
    dispersion: np.ndarray  # variance ÷ mean of a day
    weight: np.ndarray  # days of factor 1 that the level was learnt from
    idle: np.ndarray  # chance of a zero that is a state (closed, not open that day), beyond the zeros of the law


def expected(data: Counts) -> Expected:
    work = _Work(data)
    for t in range(len(data.y)):
        work.day(t)
    return Expected(mean=work.mean, level=work.level, dispersion=work.dispersion, weight=work.weight, idle=work.idle)


@dataclass(frozen=True)
class _Day:
    kept: np.ndarray  # the count as it enters the baseline
    factor: np.ndarray
    plain: np.ndarray  # expected before the series' own weekday
    usual: np.ndarray  # trailing mean
    sure: np.ndarray  # share of the scatter that is not uncertainty of what was expected
    cell: np.ndarray  # number of kind and level


class _Work:
    def __init__(self, data: Counts) -> None:
        self.data = data
        days, series = data.y.shape
        self.number = int(data.kinds.max()) + 1 if series else 0
        self.mean = np.full((days, series), np.nan)
        self.level, self.dispersion, self.weight = (self.mean.copy() for _ in range(3))
        self.idle = np.zeros((days, series))
        self.sums = {
            name: np.zeros((days + 1, series))
            for name in ("far", "kept", "factor", "days", "squares", "squared", "zeros", "by_law", "by_chance")
        }
        self.waiting: dict[int, _Day] = {}  # days that are not learnt from yet
        self.with_others = np.zeros(series, dtype=bool)
        self.told = np.zeros(series, dtype=bool)  # whether other series tell what the day does
        self.habits = {weekday: deque(maxlen=SAME_WEEKDAYS) for weekday in range(1, 8)}  # (kept, plain) of past days
        self.kind_seen, self.kind_raw, self.kind_usual = (np.zeros((days, self.number)) for _ in range(3))
        self.cells = np.zeros((days + 1, 2, self.number * (len(LEVELS) + 1)))

    def day(self, t: int) -> None:
        data = self.data
        y, active = data.y[t], data.active[t]
        usual = self._usual(t, active)
        rate, weight = self._rate(t)
        factor = self._factor(t, rate, usual)
        plain = np.where(active, rate * factor, np.nan)
        habit = self._habit(t, plain)
        mean = np.maximum(plain * habit, LEAST_MEAN)
        cell = self._cell(mean)
        spread = self._spread(t, mean, cell)
        known = spread * (1 + factor * habit / np.maximum(weight, 1)) + self._unlearnt(t, mean)
        cap = mean + CAP * np.sqrt(np.maximum(CAP_VARIANCE, known) * mean) + CAP_MORE
        kept = np.fmin(y, np.where(np.isfinite(cap), cap, 10 + 3 * np.where(usual > 0, usual, np.inf)))
        self.mean[t], self.level[t], self.dispersion[t], self.weight[t] = mean, rate * habit, known, weight
        self.idle[t] = self._idle(t)
        self.waiting[t] = _Day(kept, factor, plain, usual, spread / known, cell)
        self._remember(t - SETTLED)

    def _past(self, name: str, first: int, after: int) -> np.ndarray:
        """Sum of the days first … after − 1."""
        total = self.sums[name]
        return total[max(after, 0)] - total[max(first, 0)]

    def _by_kind(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.data.kinds, weights=values, minlength=self.number)

    def _usual(self, t: int, active: np.ndarray) -> np.ndarray:
        days = self._past("days", t - TRAIL - SETTLED, t - SETTLED)
        counted = self._past("kept", t - TRAIL - SETTLED, t - SETTLED)
        return np.where((days >= 1) & active, counted / np.maximum(days, 1), 0.0)

    def _factor(self, t: int, rate: np.ndarray, usual: np.ndarray) -> np.ndarray:
        """What the kind does on such weekdays, and what its other series did on the day against that."""
        data, kinds = self.data, self.data.kinds
        weekday = self._weekday(t)[kinds]
        rate = np.where(data.active[t] & (usual > 0), np.nan_to_num(rate), 0.0)
        foreseen = rate * weekday
        others = self._by_kind((rate > 0).astype(float))[kinds] - (rate > 0)
        foreseen = foreseen * self._ordinary(t, rate > 0)
        spread = np.maximum(self._lately_spread(t), CAP_VARIANCE)
        ratio = np.ones_like(rate)
        # as it is: all of a kind may be far off
        seen = np.where(foreseen > 0, np.minimum(data.y[t], 3 * foreseen + 10), 0.0)
        for more in range(PASSES + 1):
            if more:
                usually = foreseen * ratio
                margin = TOLD * np.sqrt(spread * usually) + TOLD_MORE
                clipped = np.clip(data.y[t], np.maximum(usually - margin, 0), usually + margin)
                seen = np.where(foreseen > 0, clipped, 0.0)
            rest = np.maximum(self._by_kind(seen)[kinds] - seen, 0)
            without = np.maximum(self._by_kind(foreseen)[kinds] - foreseen, 0)
            ratio = (rest + SAME_DAY_WEIGHT) / (without + SAME_DAY_WEIGHT)
            ratio = np.where(others >= ENOUGH_OTHERS, ratio, np.clip(ratio, *CLIP))
        self.with_others = others >= ENOUGH_OTHERS
        self.told = data.compared & self.with_others
        return weekday * np.where(data.compared, ratio, 1.0)

    def _ordinary(self, t: int, there: np.ndarray) -> np.ndarray:
        """Whether the last days of a series were as expected: one in an episode tells nothing about what its kind does. Where most of a kind are not, that is how it is."""
        ordinary = np.ones(self.data.y.shape[1], dtype=bool)
        spread = self._lately_spread(t)
        for days in LATELY:
            last = slice(max(t - days, 0), t)
            known = np.isfinite(self.mean[last]) & self.data.active[last]
            foreseen = np.where(known, self.mean[last], 0).sum(axis=0)
            seen = np.where(known, self.data.y[last], 0).sum(axis=0)
            ordinary &= np.abs(seen - foreseen) <= ODD * np.sqrt(spread * foreseen) + ODD_MORE
        most = 2 * self._by_kind((ordinary & there).astype(float)) >= self._by_kind(there.astype(float))
        return ordinary | ~most[self.data.kinds]

    def _lately_spread(self, t: int) -> np.ndarray:
        """Variance ÷ mean as the day before had it."""
        return np.nan_to_num(self.dispersion[t - 1], nan=1.0) if t else np.ones(self.data.y.shape[1])

    def _weekday(self, t: int) -> np.ndarray:
        data = self.data
        known = max(t - SETTLED, 0)
        same = (data.weekdays[:known] == data.weekdays[t]) & (data.special[:known] == data.special[t])
        past = np.flatnonzero(same)[-SAME_WEEKDAYS:]
        if data.special[t] and not len(past):
            past = np.flatnonzero(data.weekdays[:known] == data.weekdays[t])[-SAME_WEEKDAYS:]
        seen, usual = self.kind_seen[past].sum(axis=0), self.kind_usual[past].sum(axis=0)
        mean = (seen + WEEKDAY_WEIGHT) / (usual + WEEKDAY_WEIGHT)
        busy = usual > BUSY * max(len(past), 1)
        if not busy.any():
            return mean
        # Counts that are kept within what was expected never teach a weekday that is far off; the middle of several does.
        there = self.kind_usual[past] > 0
        ratios = np.where(there, self.kind_raw[past] / np.where(there, self.kind_usual[past], 1), np.nan)
        return np.where(busy, np.nanmedian(np.where(busy, ratios, 1), axis=0), mean)

    def _rate(self, t: int) -> tuple[np.ndarray, np.ndarray]:
        """Counts per day of factor 1: the last weeks, shrunk towards the months before as far as the kind is steady, and towards the kind
        by its moments; and the days of factor 1 behind it."""
        first, after = t - RATE_FROM, t - RATE_TO + 1
        counted, weight = self._past("kept", first, after), self._past("factor", first, after)
        enough = (self._past("days", first, after) >= FEWEST_DAYS) & (weight > 0.5)
        earlier, steady = self._earlier(t, counted, weight, enough)
        counted, weight = counted + steady * earlier, weight + steady
        raw = np.where(enough, counted / np.maximum(weight, 0.5), 0.0)
        number = np.maximum(self._by_kind(enough.astype(float)), 1)
        mean = self._by_kind(raw) / number
        variance = self._by_kind(np.where(enough, (raw - mean[self.data.kinds]) ** 2, 0)) / number
        prior = np.clip(mean / np.maximum(variance - mean / TRAIL, 1e-6), 0.01, 2.0)[self.data.kinds]
        prior = np.where(number[self.data.kinds] > 1, prior, 0.01)
        rate = np.where(enough, (prior * mean[self.data.kinds] + counted) / (prior + weight), np.nan)
        return rate, prior + weight

    def _earlier(
        self, t: int, counted: np.ndarray, weight: np.ndarray, enough: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """(rate of the months before, days that it is worth): the less, the more the rates of the kind wander beyond chance."""
        before, days = (self._past(name, t - EARLIER, t - RATE_FROM) for name in ("kept", "factor"))
        rate = before / np.maximum(days, 0.5)
        use = enough & (days > FEWEST_DAYS) & (rate > 0)
        spread = np.where(use, FIRST_DISPERSION, 0) * rate
        chance = spread * weight * (1 + weight / np.maximum(days, 0.5))
        wandered = self._by_kind(np.where(use, (counted - rate * weight) ** 2 - chance, 0))
        wander = wandered / np.maximum(self._by_kind(np.where(use, (rate * weight) ** 2, 0)), 1e-9)
        wander = np.clip(wander, *WANDER)[self.data.kinds]
        return rate, np.where(use, 1 / (wander * rate / FIRST_DISPERSION + 1 / np.maximum(days, 0.5)), 0.0)

    def _habit(self, t: int, plain: np.ndarray) -> np.ndarray:
        """The series' own share on such weekdays against what its kind does, believed as far as the series of the kind differ in it."""
        past = self.habits[int(self.data.weekdays[t])]
        if not past:
            return np.ones(len(plain))
        counted, foreseen = np.sum([kept for kept, _ in past], axis=0), np.sum([mean for _, mean in past], axis=0)
        chance = FIRST_DISPERSION * foreseen
        differ = self._by_kind((counted - foreseen) ** 2 - chance) / np.maximum(self._by_kind(foreseen**2), 1e-9)
        weight = np.clip(FIRST_DISPERSION / np.maximum(differ, 1e-9), *HABIT_WEIGHT)[self.data.kinds]
        return np.where(self.with_others, (counted + weight) / (foreseen + weight), 1.0)

    def _spread(self, t: int, mean: np.ndarray, cell: np.ndarray) -> np.ndarray:
        """Variance ÷ mean, from the days before: the series' own, shrunk to that of its kind and level of activity."""
        first, after = max(t - DISPERSION_DAYS, 0), max(t - SETTLED, 0)
        squares, number = self.cells[after] - self.cells[min(first, after)]
        guess = FIRST_DISPERSION + FIRST_RELATIVE**2 * np.nan_to_num(mean)
        pooled = np.maximum((squares[cell] + FIRST_DAYS * guess) / (number[cell] + FIRST_DAYS), LEAST_DISPERSION)
        own = self._past("squares", first, after) + PRIOR_DAYS * pooled
        spread = np.maximum(own / (self._past("squared", first, after) + PRIOR_DAYS), LEAST_DISPERSION)
        return np.where(self.told, spread, spread * SPECIAL) if self.data.special[t] else spread

    def _idle(self, t: int) -> np.ndarray:
        """Chance that the series stands idle: zeros of the days before beyond what the law foresaw and chance may add."""
        past = max(t - DISPERSION_DAYS, 0), max(t - SETTLED, 0)
        seen, by_law, variance, days = (self._past(name, *past) for name in ("zeros", "by_law", "by_chance", "squared"))
        deviations, spare = SURE_ZEROS
        beyond = seen - by_law - deviations * np.sqrt(np.maximum(variance, 0)) - spare
        return np.clip(beyond / np.maximum(days - by_law, 1), 0, 1)

    def _unlearnt(self, t: int, mean: np.ndarray) -> np.ndarray:
        """Variance ÷ mean of what a weekday does, where no others tell it and it was seen a few times only."""
        data, known = self.data, max(t - SETTLED, 0)
        same = (data.weekdays[:known] == data.weekdays[t]) & ~data.special[:known]
        seen = (self.kind_usual[:known][same] > 0).sum(axis=0)[data.kinds]
        return np.where(self.told, 0.0, mean * (WEEKDAY_RELATIVE / (1 + seen) ** 2) ** 2)

    def _cell(self, mean: np.ndarray) -> np.ndarray:
        return self.data.kinds * (len(LEVELS) + 1) + np.digitize(np.nan_to_num(mean), LEVELS)

    def _remember(self, t: int) -> None:
        """Add a day to what is learnt from, once the days after it have shown whether it belongs to an episode."""
        sums = self.sums
        if t < 0:
            return
        data, mean, day = self.data, self.mean[t], self.waiting.pop(t)
        kept = day.kept
        base = data.active[t] & (not data.special[t])
        known = base & np.isfinite(mean)
        unusual = known & self._unusual(t)
        kept = np.where(unusual, mean, kept)
        squares = np.where(known & ~unusual, (kept - mean) ** 2 / np.where(known, mean, 1) * day.sure, 0)
        values = {"kept": np.where(base, kept, 0), "factor": np.where(base, day.factor, 0), "days": base}
        learnt = known & ~unusual
        spread = np.where(learnt, self.dispersion[t], LEAST_DISPERSION)
        law = np.where(learnt, np.exp(-np.where(learnt, mean, 0) * np.log(spread) / (spread - 1)), 0)
        values |= {"squares": squares, "squared": learnt, "zeros": learnt & (data.y[t] == 0)}
        values |= {"by_law": law, "by_chance": law * (1 - law)}
        for name, value in values.items():
            np.add(sums[name][t], value, out=sums[name][t + 1])
        width = self.cells.shape[2]
        added = [np.bincount(day.cell, weights=w, minlength=width) for w in (squares, learnt.astype(float))]
        self.cells[t + 1] = self.cells[t] + np.array(added)
        if base.any():
            self.habits[int(data.weekdays[t])].append((np.where(known, kept, 0), np.where(known, day.plain, 0)))
        there = (day.usual > 0) & data.active[t]
        self.kind_seen[t] = self._by_kind(np.where(there, kept, 0))
        raw = np.minimum(data.y[t], 3 * day.usual + 10)
        self.kind_raw[t] = self._by_kind(np.where(there, raw, 0))
        self.kind_usual[t] = self._by_kind(np.where(there, day.usual, 0))

    def _unusual(self, t: int) -> np.ndarray:
        """Whether the days around it are far from what was expected; not for more than LONGEST of WITHIN days, then it is what is usual now."""
        around = slice(max(t - SETTLED, 0), t + SETTLED + 1)
        known = np.isfinite(self.mean[around]) & self.data.active[around]
        foreseen = np.where(known, self.mean[around], 0).sum(axis=0)
        seen = np.where(known, self.data.y[around], 0).sum(axis=0)
        margin = FAR * np.sqrt(np.nan_to_num(self.dispersion[t], nan=1.0) * foreseen) + MORE
        far = np.abs(seen - foreseen) > margin
        np.add(self.sums["far"][t], far, out=self.sums["far"][t + 1])
        return far & (self._past("far", t + 1 - WITHIN, t + 1) <= LONGEST)
