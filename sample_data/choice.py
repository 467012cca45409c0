"""Picks grids and people for the incidents: busy enough to show, and none in two incidents."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.people import STUDENT, People
from sample_data.places import KM
from sample_data.spec import Spec

LEAST = 12  # people of a unit for its traffic to show anything


class Choice:
    """Grids are numbered with the area grids first, then the unit grids."""

    def __init__(self, spec: Spec, people: People, area: pd.DataFrame, units: pd.DataFrame) -> None:
        self.spec, self.everyone, self.area, self.blocks = spec, people, area, units
        self.rng = spec.rng("choice")
        self.offset = len(area)
        self.used: set[int] = set()  # villages and unit roots
        self.taken = np.zeros(len(people), dtype=bool)
        self.village = area["parent"].to_numpy()[people.section]
        self.root = np.where(people.member < 0, -1, units["root"].to_numpy()[people.member] + self.offset)
        unit_town = units["town"].to_numpy()[np.maximum(self.root - self.offset, 0)]
        self.commutes = (self.root >= 0) & (unit_town != area["town"].to_numpy()[people.section])  # to another town
        settled = (units["resumed_on"].fillna(spec.days) <= max(0, spec.days - 21)) & units["scanning"].eq(True)
        self.settled = set((np.flatnonzero(settled) + self.offset).tolist())

    def working_days(self, count: int) -> list[int]:
        """The last working days of the period, or its last days where there are none."""
        days = [day for day in range(self.spec.days) if self.spec.is_working_day(day)][-count:]
        return days or list(range(self.spec.days))[-count:]

    def villages(self, count: int) -> list[int]:
        """Populous villages, one of the first that are left after another."""
        return self._busiest(self.village, count, set(np.unique(self.village).tolist()), 24)

    def sections(self, village: int) -> np.ndarray:
        rows = np.flatnonzero((self.area["parent"] == village) & (self.area["people"] > 0))
        return rows.astype(np.int32)

    def busy_sections(self, count: int) -> list[int]:
        """The most populous sections, of villages that have no incident."""
        found: list[int] = []
        for section in self.area["people"].sort_values(ascending=False, kind="stable").index.tolist():
            village = int(self.area["parent"].iat[section])
            if len(found) < count and village not in self.used:
                self.used.add(village)
                found.append(int(section))
        return found

    def units(self, count: int, *, seven_days: bool) -> list[int]:
        rows = np.flatnonzero(self.blocks["seven_days"] == seven_days) + self.offset
        return self._busiest(self.root, count, set(rows.tolist()) & self.settled, 3)

    def schools(self, count: int) -> list[int]:
        rows = np.flatnonzero(self.blocks["kind"] == "学校") + self.offset
        return self._busiest(self.root, count, set(rows.tolist()) & self.settled, 6)

    def classes(self, count: int) -> list[tuple[int, np.ndarray]]:
        """Classes of as many schools, each with its pupils who live in the school's town."""
        found, town = [], self.area["town"].to_numpy()[self.everyone.section]
        for school in self.schools(count):
            near = town == self.blocks["town"].iat[school - self.offset]
            pupils = np.flatnonzero((self.root == school) & near & (self.everyone.category == STUDENT) & ~self.taken)
            if len(pupils) == 0:
                continue
            member = self.everyone.member[pupils]
            largest = int(np.bincount(member).argmax())
            pupils = pupils[member == largest]
            self.taken[pupils] = True
            found.append((largest + self.offset, pupils))
        return found

    def people(self, fit: np.ndarray, count: int) -> np.ndarray:
        """People whose village and unit have no incident, each picked but once."""
        quiet = ~np.isin(self.village, list(self.used)) & ~np.isin(self.root, list(self.used))
        rows = np.flatnonzero(fit & quiet & ~self.taken)
        chosen = np.sort(self.rng.permutation(rows)[:count])
        self.taken[chosen] = True
        return chosen

    def visitors(self, rng: np.random.Generator, grid: int, present: np.ndarray, count: int) -> np.ndarray:
        """Different people without restrictions, of the town first and then of those around it, who come to the grid."""
        town = self.area["town"].to_numpy()
        here = self.blocks["village"].iat[grid - self.offset] if grid >= self.offset else grid
        free = self.everyone.plain & ~self.taken & ~self.commutes & present
        near = town[self.everyone.section] == town[int(here)]
        local, others = rng.permutation(np.flatnonzero(free & near)), rng.permutation(np.flatnonzero(free & ~near))
        spots = self.area[["lon", "lat"]].to_numpy() / KM
        away = np.hypot(*(spots[self.everyone.section[others]] - spots[int(here)]).T)
        others = others[np.argsort(away, kind="stable")]
        return np.r_[local, others][:count].astype(np.int32)

    def block(self, root: int) -> np.ndarray:
        """The unit with all its block grids."""
        return np.flatnonzero(self.blocks["root"] == root - self.offset) + self.offset

    def _busiest(self, of_person: np.ndarray, count: int, allowed: set[int], among: int) -> list[int]:
        """`count` of the `among` most populous that are allowed and left."""
        sizes = np.bincount(of_person[of_person >= 0], minlength=self.offset + len(self.blocks))
        sizes[self.offset :] *= sizes[self.offset :] >= LEAST
        ranked = np.argsort(-sizes, kind="stable").tolist()
        free = [grid for grid in ranked if grid in allowed and grid not in self.used and sizes[grid]]
        chosen = [free[i] for i in self.rng.permutation(min(among, len(free)))[:count]]
        self.used.update(chosen)
        return chosen
