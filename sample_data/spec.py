"""What is to be made: how many people, which days, which seed. Every random stream is drawn from the seed by name."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
import numpy as np

COUNTY = ("450127", "横县")
LAST_DAY = date(2026, 3, 8)  # the Spring Festival of 17 February 2026 lies inside the last 60 days


@dataclass(frozen=True)
class Spec:
    people: int
    days: int
    seed: int = 1
    last_day: date = LAST_DAY

    @property
    def first_day(self) -> date:
        return self.last_day - timedelta(days=self.days - 1)

    def day(self, index: int) -> date:
        """The date of day `index`, counted from the first day."""
        return self.first_day + timedelta(days=int(index))

    def rng(self, stream: str, part: int = 0) -> np.random.Generator:
        """A generator of its own for each named stream, so that a change in one leaves the others as they were."""
        return np.random.default_rng([self.seed, zlib.crc32(stream.encode()), part])

    def is_working_day(self, index: int) -> bool:
        """By the official calendar with its make-up working days; by the weekday in years that the calendar doesn't know."""
        day = self.day(index)
        try:
            return chinese_calendar.is_workday(day)
        except NotImplementedError:
            return day.weekday() < 5

    def is_festive(self, index: int) -> bool:
        """A public holiday, its adjoining rest days included; never in years that the calendar doesn't know."""
        try:
            rests, name = chinese_calendar.get_holiday_detail(self.day(index))
        except NotImplementedError:
            return False
        return rests and name is not None
