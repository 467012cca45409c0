"""Check-ins, day by day and in time order: leaving home, work and school, shopping, coming home.

A person scans or doesn't by a regularity of their own; every grid has its own level and, each day, gamma noise, which makes
the counts negative-binomial.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data.incidents import Incidents
from sample_data.people import QUARANTINED, People
from sample_data.places import KM
from sample_data.spec import Spec
from sample_data.troubles import Troubles

IN, OUT, PASS = 0, 1, 2
DIRECTIONS = ("进", "出", "经过")
HOUR = 3600
MILD = ("咳嗽", "流涕", "乏力", "头痛")
NO_TEMPERATURE = 0.0
SEAT = 1  # the grid of the county seat: the first town
TO_SEAT = 0.15  # of those who shop, on a working day; more on the others
NORMAL = (36.5, 0.25, 35.4, 37.2)  # mean, deviation, least and most of the temperatures of those who are well


@dataclass
class Events:
    """The check-ins of one day; `second` of the day, `temperature` 0 where not taken, `symptom` '' for none."""

    person: np.ndarray
    grid: np.ndarray
    second: np.ndarray
    direction: np.ndarray
    temperature: np.ndarray
    symptom: np.ndarray


class Days:
    """Iterates over the period's days; remembers what the incidents need of the days before."""

    def __init__(
        self,
        spec: Spec,
        people: People,
        area: pd.DataFrame,
        units: pd.DataFrame,
        incidents: Incidents,
        troubles: Troubles,
    ) -> None:
        rng = spec.rng("habits")
        count = len(people)
        self.spec, self.people, self.incidents, self.troubles = spec, people, incidents, troubles
        draw = rng.random(count)
        self.regularity = np.select([draw < 0.4, draw < 0.84], [rng.beta(18, 1.2, count), rng.beta(7, 3, count)], rng.beta(2, 6, count)).astype(np.float32)  # fmt: skip
        self.regularity[incidents.daily] = 1.0
        self.always = np.zeros(count, dtype=bool)
        self.always[incidents.daily] = True
        self.grids = len(area) + len(units)
        self.level = rng.lognormal(0.02, 0.18, self.grids).astype(np.float32)
        self.post = (1 + area["town"].to_numpy()[people.section]).astype(np.int32)
        row = np.maximum(people.scans_at - len(area), 0)
        root = units["root"].to_numpy()[row]
        scanning, resumed_on = units["scanning"].eq(True).to_numpy(), units["resumed_on"].to_numpy(dtype=float)
        self.since = np.where(scanning[root], resumed_on[root], np.inf)
        self.since[people.scans_at < 0] = np.inf
        self.travel = _travel(people.section, root, area, units)
        self.to_seat = _travel(people.section, SEAT, area, area)
        self.seven_days = units["seven_days"].eq(True).to_numpy()[root]
        self.recent = np.zeros((7, self.grids), dtype=np.int32)  # entries of the last seven days

    def __iter__(self) -> Iterator[tuple[int, Events]]:
        for day in range(self.spec.days):
            yield day, self._day(day)

    def _day(self, day: int) -> Events:
        rng = self.spec.rng("day", day)
        parts = self._ordinary(rng, day)
        person, grid, second, direction = (np.concatenate(column) for column in zip(*parts, strict=True))
        kept = self._thinned(rng, person, grid) & self.incidents.keeps(rng, day, grid)
        person, grid, second, direction = person[kept], grid[kept], second[kept], direction[kept]
        extra = self.incidents.extra_entries(rng, day, self.recent.max(axis=0))
        if len(extra[0]):
            person, grid = np.r_[person, extra[0]], np.r_[grid, extra[1]]
            second = np.r_[second, rng.integers(8 * HOUR, 20 * HOUR, len(extra[0]))]
            direction = np.r_[direction, np.full(len(extra[0]), IN, dtype=direction.dtype)]
        self.recent[day % 7] = np.bincount(grid[direction == IN], minlength=self.grids)
        person, grid, second, direction = self.troubles.altered(day, person, grid, second, direction)
        mean, deviation, least, most = NORMAL
        temperature = np.clip(rng.normal(mean, deviation, len(person)).round(1), least, most)
        temperature[(direction == OUT) & (rng.random(len(person)) < 0.4)] = NO_TEMPERATURE
        self.troubles.read(day, grid, temperature)
        symptom = np.where(
            rng.random(len(person)) < 0.0015, np.array(MILD)[rng.integers(len(MILD), size=len(person))], ""
        )
        return self._sorted(day, Events(person, grid, second, direction, temperature, symptom))

    def _ordinary(self, rng: np.random.Generator, day: int) -> list[tuple[np.ndarray, ...]]:
        people = self.people
        habit = self.regularity * (0.88 if self.spec.is_festive(day) else 1.0)
        active = (rng.random(len(people), dtype=np.float32) < habit) | self.always
        active &= (
            (people.arrived <= day)
            & (people.category != QUARANTINED)
            & ~self.incidents.absent(day)
            & ~self.incidents.at_home(day)
        )
        working = active & (self.since <= day) & (self.seven_days | self.spec.is_working_day(day))
        rest = 1.0 if self.spec.is_working_day(day) else 1.25
        at_work, free = np.flatnonzero(working), np.flatnonzero(active & ~working)
        leave, back = self._clock(rng, at_work, 7.3, 0.5), self._clock(rng, at_work, 18.0, 0.9)
        work, home = people.scans_at[at_work], people.section[at_work]
        there, hence = (self.travel[at_work] + rng.integers(900, 2700, len(at_work)) for _ in range(2))
        parts = [
            self._some(rng, at_work, home, leave, OUT, 0.72),
            self._some(rng, at_work, work, leave + there, IN, 0.98),
            self._some(rng, at_work, work, back - hence, OUT, 0.62),
            self._some(rng, at_work, home, back, IN, 0.8),
        ]
        leave = self._clock(rng, free, 10.5, 2.2)
        stay = rng.integers(3000, 4 * HOUR, len(free))
        home = people.section[free]
        far = rng.random(len(free)) < TO_SEAT * rest**2
        shop = np.where(far, SEAT, self.post[free]).astype(np.int32)
        stay = stay + np.where(far, 2 * self.to_seat[free], 0)
        parts += [
            self._some(rng, free, home, leave, OUT, 0.86),
            self._some(rng, free, shop, leave + stay // 2, PASS, 0.36 * rest),
            self._some(rng, free, home, leave + stay, IN, 0.93),
        ]
        kept_in = (people.category == QUARANTINED) & (people.arrived <= day) | self.incidents.at_home(day)
        checked = np.flatnonzero(kept_in & ~self.incidents.absent(day) & (rng.random(len(people)) < 0.92))
        return [*parts, self._some(rng, checked, people.section[checked], self._clock(rng, checked, 9.0, 0.6), IN, 1.0)]

    def _some(self, rng, person, grid, second, direction, probability) -> tuple[np.ndarray, ...]:
        kept = (rng.random(len(person)) < probability) | self.always[person]
        return person[kept], grid[kept], second[kept], np.full(kept.sum(), direction, dtype=np.int8)

    @staticmethod
    def _clock(rng: np.random.Generator, who: np.ndarray, hour: float, deviation: float) -> np.ndarray:
        return (
            np.clip(rng.normal(hour, deviation, len(who)), 5.5, 19.2) * HOUR + rng.integers(0, 1500, len(who))
        ).astype(np.int32)

    def _thinned(self, rng: np.random.Generator, person: np.ndarray, grid: np.ndarray) -> np.ndarray:
        noise = rng.gamma(25, 1 / 25, self.grids).astype(np.float32) * self.level
        return (rng.random(len(grid), dtype=np.float32) < noise[grid]) | self.always[person]

    def _sorted(self, day: int, events: Events) -> Events:
        columns = []
        for name, values in self.incidents.planted_events(day).items():
            usual = getattr(events, name)
            columns.append(np.concatenate([usual, np.array(values, dtype=str if name == "symptom" else usual.dtype)]))
        order = np.argsort(columns[2], kind="stable")
        return Events(*(column[order] for column in columns))


def _travel(section: np.ndarray, goal: np.ndarray | int, area: pd.DataFrame, goals: pd.DataFrame) -> np.ndarray:
    """Seconds from home to a goal (a row of `goals`), at a minute a kilometre."""
    home, gate = area[["lon", "lat"]].to_numpy()[section], goals[["lon", "lat"]].to_numpy(dtype=float)[goal]
    return (np.hypot(*((home - gate) / KM).T) * 60).astype(np.int32)
