"""What is planted for the product to find, in the check-ins and in `truth.json`; mostly in the last ten days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data.choice import Choice
from sample_data.people import QUARANTINED, WATCHED, People
from sample_data.spec import Spec

COLUMNS = ("person", "grid", "second", "direction", "temperature", "symptom")
IN, PASS = 0, 2
RISE = 3.6  # entries added for each of the busiest of the seven days before


@dataclass
class Rise:
    """Entries are added at `where`, on each day in proportion to what `counted` had before."""

    where: np.ndarray
    counted: list[np.ndarray]
    first: int
    last: int
    added: np.ndarray | None = None


class Incidents:
    """The plan. `truth` is the list for the file, `daily` the people made to register every day until they fall silent."""

    def __init__(self, spec: Spec, people: People, area: pd.DataFrame, units: pd.DataFrame) -> None:
        self.spec, self.people, self.area, self.units = spec, people, area, units
        self.last = spec.days - 1
        self.codes = [*area["code"], *units["code"]]
        self.pick = Choice(spec, people, area, units)
        self.truth: list[dict] = []
        self.rises: list[Rise] = []
        self.losses: list[tuple[np.ndarray, int, int, float]] = []
        self.events: dict[int, list[tuple]] = {}
        self.silent_from = np.full(len(people), spec.days, dtype=np.int32)
        self.leave = np.tile([[spec.days], [spec.days]], len(people)).astype(np.int32)  # from, until (inclusive)
        self.away = self.leave.copy()  # in hospital or central quarantine: registers nowhere
        self.confined = self.leave.copy()  # in quarantine at home: registers there once a day
        self._plant_grids()
        self.daily = self._plant_silence()
        self._plant_clusters()
        self._plant_fevers()
        self._plant_breaches()
        self.watched = self.pick.people(people.category == WATCHED, 6)

    def tell(
        self, kind: str, first: int, last: int, note: str, *, grid: int | None = None, person: int | None = None
    ) -> None:
        entry: dict = {"kind": kind}
        if grid is not None:
            entry["grid_code"] = self.codes[grid]
        if person is not None:
            entry["id_number"] = str(self.people.id_number[person])
        days = {"first_day": self.spec.day(first).isoformat(), "last_day": self.spec.day(last).isoformat()}
        self.truth.append({**entry, **days, "note": note})

    def _plant_grids(self) -> None:
        last, working = self.last, self.pick.working_days(3)
        for grid in self.pick.villages(2):
            self._rise(grid, self.pick.sections(grid), max(last - 2, 0), last, "全村各屯进入人次猛增")
        for grid in self.pick.busy_sections(1):
            self._rise(grid, np.array([grid]), max(last - 1, 0), last, "小区进入人次猛增")
        for grid in self.pick.units(1, seven_days=True):
            self._rise(grid, np.array([grid]), max(last - 2, 0), last, "单位进入人次猛增")
        for grid in self.pick.schools(1):
            self._rise(grid, np.array([grid]), working[0], working[-1], "校门进入人次猛增")
        fall = max(last - 4, 0)
        for grid in self.pick.villages(3):
            self._lose("rate_fall", grid, self.pick.sections(grid), fall, 0.1, "全村登记骤降至一成")
        for grid in self.pick.units(1, seven_days=True):
            self._lose("rate_fall", grid, np.array([grid]), fall, 0.1, "单位登记骤降至一成")
        gap = max(last - 2, 0)
        for grid in self.pick.villages(3):
            self._lose("missing_feed", grid, self.pick.sections(grid), gap, 0.0, "全村各屯没有任何登记上传")
        for grid in self.pick.units(1, seven_days=True):
            self._lose("missing_feed", grid, np.array([grid]), gap, 0.0, "单位没有任何登记上传")

    def _rise(self, grid: int, where: np.ndarray, first: int, last: int, note: str) -> None:
        counted = [self.pick.block(grid)] if grid >= len(self.area) else [np.array([section]) for section in where]
        self.rises.append(Rise(where, counted, first, last))
        self.tell("rate_rise", first, last, note, grid=grid)

    def _lose(self, kind: str, grid: int, where: np.ndarray, first: int, kept: float, note: str) -> None:
        self.losses.append((where, first, self.last, kept))
        self.tell(kind, first, self.last, note, grid=grid)

    def _plant_silence(self) -> np.ndarray:
        settled = self.people.plain & (self.people.scans_at < 0) & (self.people.age >= 25) & (self.people.age < 85)
        silent = self.pick.people(settled, 6)
        for number, person in enumerate(silent):
            first = max(self.last - 8 - number, 1)
            self.silent_from[person] = first
            self.tell("silent_resident", first, self.last, "此前每日登记，其后再无登记", person=person)
        return silent

    def _plant_clusters(self) -> None:
        rng, days = self.spec.rng("clusters"), self.pick.working_days(3)
        for grid, pupils in self.pick.classes(3):
            sick = rng.permutation(pupils)[: min(5, len(pupils))]
            for number, person in enumerate(sick):
                day = days[number % len(days)]
                self._fever(rng, person, grid, day, int(rng.integers(27_600, 29_400)), "班级集聚性发热之一")
            self.tell("cluster_fever", days[0], days[-1], f"同班 {len(sick)} 名学生发热", grid=grid)

    def _plant_fevers(self) -> None:
        rng = self.spec.rng("fevers")
        for number, person in enumerate(self.pick.people(self.people.plain, 8)):
            day = max(self.last - number % 5, 0)
            self._fever(
                rng, person, self.people.section[person], day, int(rng.integers(64_000, 72_000)), "入户测温发热"
            )

    def _fever(self, rng: np.random.Generator, person: int, grid: int, day: int, second: int, note: str) -> None:
        symptom = str(rng.choice(["发热", "发热、咳嗽", "发热、乏力"]))
        self._event(day, person, grid, second, IN, round(37.4 + rng.random() * 1.7, 1), symptom)
        self.tell("fever", day, day, note, person=person)

    def _plant_breaches(self) -> None:
        rng = self.spec.rng("breaches")
        settled = (self.people.category == QUARANTINED) & (self.people.arrived <= self.last - 4)
        for number, person in enumerate(self.pick.people(settled, 5)):
            day = max(self.last - number % 3, 0)
            post = 1 + int(self.area["town"].iat[self.people.section[person]])
            self._event(day, person, post, int(rng.integers(36_000, 61_000)), PASS, 36.6, "")
            self.tell("quarantine_breach", day, day, "居家隔离期间在镇上卡点被登记", person=person)

    def _event(self, day: int, *values: object) -> None:
        self.events.setdefault(day, []).append(values)

    def absent(self, day: int) -> np.ndarray:
        """Who registers nowhere on this day: fallen silent, away on approved leave, in hospital or central quarantine."""
        return (self.silent_from <= day) | _within(self.leave, day) | _within(self.away, day)

    def at_home(self, day: int) -> np.ndarray:
        """Who is in quarantine at home on this day, beside those of the roster."""
        return _within(self.confined, day) & ~_within(self.away, day)

    def keeps(self, rng: np.random.Generator, day: int, grid: np.ndarray) -> np.ndarray:
        """Which check-ins the falls and missing feeds of this day leave."""
        chance = np.ones(len(self.codes), dtype=np.float32)
        for where, first, last, kept in self.losses:
            if first <= day <= last:
                chance[where] = kept
        return rng.random(len(grid)) < chance[grid]

    def extra_entries(self, rng: np.random.Generator, day: int, usual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """People and grids of the entries that the rises add; `usual` is the most of the seven days before, per grid."""
        people, grids = [np.empty(0, dtype=np.int32)], [np.empty(0, dtype=np.int32)]
        for rise in self.rises:
            if not rise.first <= day <= rise.last:
                continue
            if rise.added is None:
                rise.added = np.array([max(4, int(np.ceil(usual[grids].sum() * RISE))) for grids in rise.counted])
            target = np.repeat(rise.where, rise.added)
            visitors = self.pick.visitors(rng, rise.where[0], ~self.absent(day), len(target))
            people.append(visitors)
            grids.append(target[: len(visitors)])
        return np.concatenate(people), np.concatenate(grids)

    def planted_events(self, day: int) -> dict[str, list]:
        """Single planted check-ins, column by column."""
        rows = self.events.get(day, [])
        return {name: [row[i] for row in rows] for i, name in enumerate(COLUMNS)}


def _within(days: np.ndarray, day: int) -> np.ndarray:
    return (days[0] <= day) & (day <= days[1])
