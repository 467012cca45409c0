"""What is planted of untrue and faulty data: movements and accounts, declarations, and scan points whose data are not to be trusted. After all other incidents,
in places and of people that have none."""

from __future__ import annotations

import csv
from datetime import datetime, time, timedelta
from pathlib import Path

import numpy as np

from sample_data.incidents import IN, Incidents
from sample_data.people import NEVER, RESIDENT, People
from sample_data.places import KM
from sample_data.spec import Spec

OUT = 1
HOUR = 3600
FAR, NEAR = (36, 90), (9, 24)  # km between two scans: nobody travels so fast; two people with one account
DECLARATIONS = ("姓名", "证件号码", "申报时间", "到过何地", "行程开始日期", "行程结束日期", "体温", "症状")
DECLARED = 20  # days of declarations of those who declare every day
HEADS = 12  # people of one section


class Troubles:
    """`declarations`: rows of the list; the scans are changed by `altered`, day by day."""

    def __init__(self, spec: Spec, people: People, area, incidents: Incidents) -> None:
        self.spec, self.people, self.incidents = spec, people, incidents
        self.last = spec.days - 1
        self.rng = spec.rng("troubles")
        self.spots = area[["lon", "lat"]].to_numpy(dtype=float) / KM
        self.village = area["parent"].to_numpy()
        self.declarations: list[tuple] = []
        self.held: list[tuple[np.ndarray, ...]] = []  # scans of the backlog that wait for their upload
        self.oneway = self.backlog = self.twice = self.stuck = -1
        if spec.days < 21:
            return
        self._scan_points()
        self._movements()
        self._accounts()
        self._stays()
        self._health()

    # ── scan points ──────────────────────────────────────────────────────────────────────────────────────────────────
    def _scan_points(self) -> None:
        last = self.last
        chosen = self._sections(4)
        if len(chosen) < 4:
            return
        self.stuck, self.oneway, self.backlog, self.twice = chosen  # the busiest has readings enough
        tell = self.incidents.tell
        tell("constant_values", last - 1, last, "体温枪失灵，读数全为 36.5", grid=self.stuck)
        tell("stock_mismatch", last - 2, last, "出口登记没有上传", grid=self.oneway)
        tell("backlog_burst", last - 4, last - 1, "断传三天后一次补传，时间是上传的时间", grid=self.backlog)
        tell("duplicate_records", last - 1, last, "设备每次登记都上传两遍", grid=self.twice)

    def _sections(self, count: int) -> list[int]:
        """Populous sections of villages without an incident, and without anybody who is in one."""
        busy = set(np.unique(self.village[self.people.section[self.incidents.pick.taken]]).tolist())
        sizes = np.bincount(self.people.section, minlength=len(self.spots))
        found: list[int] = []
        for section in np.argsort(-sizes, kind="stable").tolist():
            village = int(self.village[section])
            if (
                len(found) < count
                and sizes[section]
                and village not in self.incidents.pick.used
                and village not in busy
            ):
                self.incidents.pick.used.add(village)
                found.append(int(section))
        return found

    def altered(self, day: int, person, grid, second, direction) -> tuple[np.ndarray, ...]:
        """The scans of a day as they come in: without the way that is not sent, the backlog at once, some of them twice."""
        columns = (person, grid, second, direction)
        if self.oneway < 0 or day < self.last - 4:
            return columns
        if day >= self.last - 2:
            columns = _those(columns, ~((columns[1] == self.oneway) & (columns[3] == OUT)))
        if self.last - 4 <= day <= self.last - 2:
            mine = columns[1] == self.backlog
            self.held.append(_those(columns, mine))
            columns = _those(columns, ~mine)
        if day == self.last - 1:
            who, where, _, way = (np.concatenate(parts) for parts in zip(*self.held, strict=True))
            nth, who, where, way = self._by_turns(who, where, way)
            at_once = (9 * HOUR + nth * 120 + np.arange(len(who)) // 15).astype(second.dtype)
            columns = tuple(np.r_[old, new] for old, new in zip(columns, (who, where, at_once, way), strict=True))
        if day >= self.last - 1:
            mine = columns[1] == self.twice
            again = _those(columns, mine)
            again = (again[0], again[1], again[2] + (7 - again[2] % 60 // 53 * 14), again[3])  # within the same minute
            columns = tuple(np.r_[old, new] for old, new in zip(columns, again, strict=True))
        return columns

    @staticmethod
    def _by_turns(who: np.ndarray, *others: np.ndarray) -> tuple[np.ndarray, ...]:
        """Each person's first scans, then the second ones (nth, from 0), so that nobody has two in one second."""
        order = np.argsort(who, kind="stable")
        start = np.r_[True, who[order][1:] != who[order][:-1]]
        nth = np.arange(len(who)) - np.maximum.accumulate(np.where(start, np.arange(len(who)), 0))
        by_turn = np.argsort(nth, kind="stable")
        return (nth[by_turn], *(column[order[by_turn]] for column in (who, *others)))

    def read(self, day: int, grid: np.ndarray, temperature: np.ndarray) -> None:
        """A thermometer that is stuck."""
        if self.stuck >= 0 and day >= self.last - 1:
            temperature[(grid == self.stuck) & (temperature > 0)] = 36.5

    # ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _who(self, count: int) -> list[int]:
        settled = (self.people.category == RESIDENT) & (self.people.age >= 20) & (self.people.scans_at < 0)
        settled &= (self.people.arrived == NEVER) | (self.people.arrived < 0)
        return [int(person) for person in self.incidents.pick.people(settled, count)]

    def _away(self, person: int, between: tuple[int, int]) -> int | None:
        """A section so far from home; the first of them that is populous enough to have a code."""
        home = self.spots[self.people.section[person]]
        km = np.hypot(*(self.spots - home).T)
        there = [s for s in np.unique(self.people.section).tolist() if between[0] <= km[s] <= between[1]]
        there = [s for s in there if s not in (self.stuck, self.oneway, self.backlog, self.twice)]
        return int(self.rng.choice(there)) if there else None

    def _movements(self) -> None:
        for number, person in enumerate(self._who(3)):
            far, day = self._away(person, FAR), self.last - number % 2
            if far is None:
                continue
            second = 10 * HOUR + number * 500
            self._scan(day, person, int(self.people.section[person]), second)
            self._scan(day, person, far, second + 600)
            self.incidents.tell("impossible_movement", day, day, "十分钟内在相距三十多公里的两处登记", person=person)

    def _accounts(self) -> None:
        for number, person in enumerate(self._who(3)):
            other = self._away(person, NEAR)
            if other is None:
                continue
            days = [self.last - 1 - back for back in range(4)]
            for day in days:
                self._scan(day, person, int(self.people.section[person]), 12 * HOUR + number * 700)
                self._scan(day, person, other, 12 * HOUR + number * 700 + 240)
            self.incidents.tell(
                "shared_account", days[-1], days[0], "几个人共用一个账号，四天里同时在两处登记", person=person
            )

    def _scan(self, day: int, person: int, grid: int, second: int) -> None:
        self.incidents._event(day, person, grid, second, IN, 36.6, "")

    # ── declarations ─────────────────────────────────────────────────────────────────────────────────────────────────
    def _stays(self) -> None:
        for person in self._who(3):
            since, until = self.spec.day(self.last - 11), self.spec.day(self.last - 1)
            self._declare(person, self.last, 9 * HOUR, place="湖北省武汉市", since=since, until=until)
            for back in (3, 5, 6, 8, 9):  # seen at home for certain
                self._scan(self.last - back, person, int(self.people.section[person]), 10 * HOUR + 90 * back)
            self.incidents.tell(
                "untruthful_declaration", self.last - 10, self.last - 2, "申报在武汉，却天天在本村登记", person=person
            )
        for number, person in enumerate(self._who(2)):
            day = self.last - 1 - number
            self.incidents._fever(
                self.rng, person, int(self.people.section[person]), day, 11 * HOUR, "测温发热，却申报正常"
            )
            self._declare(person, day, 8 * HOUR + 61 * number, temperature=36.4, symptom="无")
            self.incidents.tell("untruthful_declaration", day, day, "发热当天申报体温正常、无症状", person=person)

    def _health(self) -> None:
        """Sixty who declare by hand; a section in which one person fills in the same for all, another where they do so in one go; a program."""
        for person in self._who(60):
            for day in range(self.last - DECLARED + 1, self.last + 1):
                if self.rng.random() < 0.85:
                    self._declare(
                        person,
                        day,
                        int(self.rng.normal(8.5, 1) * HOUR),
                        temperature=round(float(self.rng.normal(36.5, 0.2)), 1),
                        symptom="无",
                    )
        for number, person in enumerate(self._who(2)):
            for day in range(self.last - DECLARED + 1, self.last + 1):
                self._declare(
                    person,
                    day,
                    7 * HOUR + 1097 + 611 * number,
                    temperature=round(float(self.rng.normal(36.5, 0.2)), 1),
                    symptom="无",
                )
            self.incidents.tell(
                "machine_made_declaration", self.last - DECLARED + 1, self.last, "每天同一秒申报", person=person
            )
        copied, together = [*self._sections(2), -1, -1][:2]
        for person in self._living(copied):
            for day in range(self.last - DECLARED + 1, self.last + 1):
                self._declare(person, day, int(self.rng.normal(8.5, 1) * HOUR), temperature=36.5, symptom="无")
        for number, person in enumerate(self._living(together)):
            self._declare(person, self.last, 16 * HOUR + 757 + number // 2, temperature=36.4, symptom="无")
        for grid, first, note in (
            (copied, self.last - DECLARED + 1, "一人代填，体温天天一样"),
            (together, self.last, "几秒之内一起申报"),
        ):
            if len(self._living(grid)) == HEADS:
                self.incidents.tell("machine_made_declaration", first, self.last, note, grid=grid)

    def _living(self, section: int) -> list[int]:
        return np.flatnonzero((self.people.section == section) & (self.people.category == RESIDENT))[:HEADS].tolist()

    def _declare(self, person: int, day: int, second: int, *, place: str = "", since=None, until=None, temperature: float | str = "", symptom: str = "") -> None:  # fmt: skip
        moment = datetime.combine(self.spec.day(day), time()) + timedelta(seconds=second)
        self.declarations.append((
            str(self.people.name[person]), str(self.people.id_number[person]), f"{moment:%Y-%m-%d %H:%M:%S}", place,
            since.isoformat() if since else "", until.isoformat() if until else "", temperature, symptom,
        ))  # fmt: skip

    def write(self, folder: Path) -> int:
        path = folder / "10_健康申报.csv"
        path.unlink(missing_ok=True)  # of a county made here before
        if self.declarations:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                out = csv.writer(file)
                out.writerow(DECLARATIONS)
                out.writerows(sorted(self.declarations, key=lambda row: row[2]))
        return len(self.declarations)


def _those(columns: tuple[np.ndarray, ...], mask: np.ndarray) -> tuple[np.ndarray, ...]:
    return tuple(column[mask] for column in columns)
