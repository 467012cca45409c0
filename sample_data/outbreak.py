"""A small outbreak: cases and their chain, contacts and contacts of contacts, tests, and risk areas of which one is announced half-way.

Nobody in it is in another incident, and it changes no check-in: what it tells stands in lists of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_data.incidents import Incidents
from sample_data.people import RETURNEE, People
from sample_data.spec import Spec

QUARANTINE = 14  # days after the last contact
TOLD = 21  # days of a period from which somebody is forgotten in the lists
INCUBATION = 14  # days at most until somebody falls ill
NONE = -1


@dataclass(frozen=True)
class Case:
    """Days are counted from the period's first. `outcome_on`: of the discharge, NONE while in care."""

    number: str
    person: int
    onset: int  # NONE: without symptoms
    confirmed: int
    kind: str
    severity: str
    outcome_on: int = NONE
    infector: str = ""


@dataclass(frozen=True)
class Contact:
    """`case`: number of the case, or NONE and `of`: the contact whose contact this is."""

    case: str
    person: int
    kind: str
    relation: str
    last: int
    place: str
    listed: bool = True  # whether the list says since when they are kept in


@dataclass(frozen=True)
class Test:
    person: int
    day: int
    result: str
    tube: str = ""


class Outbreak:
    """`cases`, `contacts`, `tests` in the order of their days; `areas`: name, level, first and last day (NONE: still one)."""

    def __init__(self, spec: Spec, people: People, incidents: Incidents) -> None:
        self.spec, self.people, self.incidents = spec, people, incidents
        self.rng = spec.rng("outbreak")
        self.cases: list[Case] = []
        self.contacts: list[Contact] = []
        self.tests: list[Test] = []
        last = spec.days - 1
        self.areas = [("湖北省武汉市", "高", max(last - 40, 0), NONE), ("广东省东莞市", "中", last // 2, NONE), ("上海市", "中", 0, max(last - 20, 0))]  # fmt: skip
        for number in range(3):
            self._chain(number, last)
        self.tests.sort(key=lambda test: (test.day, test.person))

    def _chain(self, number: int, last: int) -> None:
        """One who came back ill, somebody of the household who fell ill after, and whom they met."""
        confirmed = last - (24, 9, 3)[number]
        since = min(0, confirmed - INCUBATION)  # a short period: one who came back before it
        back = (
            (self.people.category == RETURNEE) & (self.people.arrived >= since) & (self.people.arrived <= confirmed - 4)
        )
        index = self._first(back) if confirmed >= 4 else NONE
        if index == NONE:
            return
        first = self._case(
            index, confirmed - 3, confirmed, ("普通型", "重型", "轻型")[number], discharged=confirmed + 15, last=last
        )
        family = self._household(index, confirmed)
        neighbours = self._neighbours(index, confirmed, 5 + number)
        for person in family:
            self._contact(first, person, "密接", "共同居住", confirmed, "集中" if number else "居家")
        for place, person in enumerate(neighbours):
            forgotten = (
                number == 2 and self.spec.days >= TOLD and place >= len(neighbours) - 2
            )  # two of whom nobody knows where they are kept
            where = "居家" if forgotten else "集中"
            self._contact(first, person, "密接", "同餐", confirmed - 1, where, listed=not forgotten)
            if forgotten:
                self.incidents.tell(
                    "contact_at_large", confirmed - 1, last, "密接在期限内，隔离名单上没有", person=int(person)
                )
        second = confirmed + 3
        if len(family) and second <= last:
            ill = self._case(
                int(family[0]),
                second - 1 if number else NONE,
                second,
                "轻型",
                infector=first.number,
                discharged=second + 12,
                last=last,
            )
            for person in self._neighbours(int(family[0]), second, 2):
                self._contact(ill, person, "密接", "同车", second, "集中")
        for person in neighbours[:2]:
            for other in self._household(int(person), confirmed)[:2]:
                self._contact(first, int(other), "次密接", "密接的家人", confirmed, "居家")

    def _first(self, back: np.ndarray) -> int:
        """Of those who came back somebody with a family; in a county of few people anybody with one."""
        for fit in (back, self.people.plain & (self.people.age >= 18)):
            picked = self.incidents.pick.people(fit & self._shares_home(), 1)
            if len(picked):
                return int(picked[0])
        return NONE

    def _case(
        self, person: int, onset: int, confirmed: int, severity: str, *, discharged: int, last: int, infector: str = ""
    ) -> Case:
        kind = "确诊病例" if onset != NONE else "无症状感染者"
        made = Case(f"HX{len(self.cases) + 1:04d}", person, onset, confirmed, kind, severity if onset != NONE else "", discharged if discharged <= last else NONE, infector)  # fmt: skip
        self.cases.append(made)
        self.tests.append(Test(person, confirmed, "阳性"))
        self._take(person)
        self._keep(self.incidents.away, person, confirmed, discharged - 1)
        if made.outcome_on != NONE:
            self._keep(self.incidents.confined, person, discharged, discharged + QUARANTINE)  # watched at home
        return made

    def _contact(self, case: Case, person: int, kind: str, relation: str, day: int, place: str, *, listed: bool = True) -> None:  # fmt: skip
        self.contacts.append(Contact(case.number, int(person), kind, relation, day, place, listed))
        self._take(int(person))
        kept = self.incidents.confined if place == "居家" else self.incidents.away
        self._keep(kept, int(person), day + 1, day + QUARANTINE)
        for after in (1, 4, 7, 14):
            if day + after < self.spec.days and not any(c.person == person for c in self.cases):
                tube = f"G{day + after:03d}{len(self.tests) // 10:03d}" if kind == "次密接" else ""
                self.tests.append(Test(int(person), day + after, "阴性", tube))

    def _keep(self, kept: np.ndarray, person: int, first: int, last: int) -> None:
        """Longer where there are days already: somebody quarantined falls ill."""
        before = kept[:, person]
        kept[:, person] = min(before[0], first), last if before[0] >= self.spec.days else max(before[1], last)

    def _take(self, person: int) -> None:
        self.incidents.pick.taken[person] = True

    def _shares_home(self) -> np.ndarray:
        return np.bincount(self.people.head, minlength=len(self.people))[self.people.head] > 2

    def _household(self, person: int, day: int) -> np.ndarray:
        """Who has come back by the day."""
        rows = np.flatnonzero(self.people.head == self.people.head[person])
        return rows[(rows != person) & ~self.incidents.pick.taken[rows] & (self.people.arrived[rows] <= day)]

    def _neighbours(self, person: int, day: int, count: int) -> np.ndarray:
        """Of the same section, of other households, under no watch, there by the day."""
        near = (
            (self.people.arrived <= day)
            & (self.people.section == self.people.section[person])
            & (self.people.head != self.people.head[person])
        )
        rows = np.flatnonzero(near & self.people.plain & ~self.incidents.pick.taken & (self.people.age >= 18))
        return self.rng.permutation(rows)[:count]
