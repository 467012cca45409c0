"""The people: households, age and sex, names, identity numbers, phones, and who returned, is quarantined or watched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data.ids import id_numbers, phones
from sample_data.names import given_names, surnames
from sample_data.spec import COUNTY, Spec

HEAD, SPOUSE, CHILD, CHILD2, MOTHER, FATHER, SIBLING = range(7)
SIZES = (0.13, 0.21, 0.25, 0.21, 0.11, 0.06, 0.03)  # households of 1 … 7
RESIDENT, STUDENT, TEACHER, RETURNEE, QUARANTINED, WATCHED, MIGRANT = range(7)
CATEGORIES = ("常住", "学生", "教师", "返乡人员", "居家隔离", "重点关注", "外来务工")
ORIGINS = ("湖北武汉", "广东深圳", "广东广州", "广东东莞", "广东佛山", "浙江温州", "湖南长沙", "上海", "海南海口", "广西南宁", "广西柳州", "福建厦门")  # fmt: skip
ELSEWHERE = np.array([420106, 430102, 440306, 441900, 450103, 450205, 450881, 520102, 330302, 513401])
NEVER = -9999  # no such day


@dataclass
class People:
    """One entry: one person, sorted by section. Days are counted from the period's first; NEVER where there is none."""

    section: np.ndarray  # row of the area grids
    household: np.ndarray  # number in the section, from 1
    head: np.ndarray  # row of the householder
    place: np.ndarray  # HEAD, SPOUSE …
    age: np.ndarray
    female: np.ndarray
    birth: np.ndarray
    name: np.ndarray
    id_number: np.ndarray
    phone: np.ndarray  # '' for none
    category: np.ndarray
    origin: np.ndarray  # index of ORIGINS, -1 for none
    arrived: np.ndarray
    until: np.ndarray
    member: np.ndarray  # row of the unit grids, -1 for none
    scans_at: np.ndarray  # grid of work or study check-ins, -1 for none

    def __len__(self) -> int:
        return len(self.section)

    @property
    def plain(self) -> np.ndarray:
        """Those whose coming and going nobody restricts."""
        return ~np.isin(self.category, (RETURNEE, QUARANTINED, WATCHED))


def make_people(spec: Spec, area: pd.DataFrame) -> People:
    """Everybody, as yet without units."""
    rng = spec.rng("people")
    sections = np.flatnonzero(area["level"] == "section")
    section = np.repeat(sections, area["people"].to_numpy()[sections]).astype(np.int32)
    head, place, household = _households(rng, section)
    age, female = _ages(rng, head, place)
    birth = np.datetime64(spec.last_day) - (age * 365.25 + 1 + rng.random(len(age)) * 364).astype(int)
    category, origin, arrived, until = _circumstances(rng, spec, age)
    from_elsewhere = np.isin(category, (MIGRANT,)) | (
        np.isin(category, (RETURNEE, QUARANTINED)) & (rng.random(len(age)) < 0.2)
    )
    code = np.where(from_elsewhere, ELSEWHERE[rng.integers(len(ELSEWHERE), size=len(age))], int(COUNTY[0]))
    nobody = np.full(len(age), -1, dtype=np.int32)
    return People(
        section, household, head, place, age, female, birth, _names(rng, head, place, female), id_numbers(code, birth, female),
        _phones(rng, age, head), category, origin, arrived, until, nobody, nobody.copy(),
    )  # fmt: skip


def _households(rng: np.random.Generator, section: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row of the householder, place in the household, and the household's number in its section."""
    count, rows = len(section), np.arange(len(section))
    ends = np.cumsum(rng.choice(np.arange(1, 8), size=count, p=SIZES))
    starts = np.zeros(count, dtype=bool)
    starts[ends[ends < count]] = True
    opens = np.r_[True, section[1:] != section[:-1]]
    starts |= opens
    head = np.maximum.accumulate(np.where(starts, rows, 0))
    number = np.cumsum(starts)
    first = np.maximum.accumulate(np.where(opens, number, 0))
    return head.astype(np.int32), (rows - head).astype(np.int8), (number - first + 1).astype(np.int32)


def _ages(rng: np.random.Generator, head: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    count = len(head)
    largest = np.zeros(count, dtype=np.int8)
    np.maximum.at(largest, head, place)
    size = largest[head]
    base = np.clip(rng.normal(43, 11, count), 24, 88)
    base = np.where(size >= MOTHER, np.clip(base, 26, 58), np.where((size == SPOUSE) | (size == HEAD), base + 6, base))[
        head
    ]
    gap = rng.integers(22, 35, size=count)
    shift = np.select(
        [
            place == SPOUSE,
            (place == CHILD) | (place == CHILD2),
            (place == MOTHER) | (place == FATHER),
            place == SIBLING,
        ],
        [rng.integers(-4, 5, size=count), -gap, gap, -rng.integers(1, 7, size=count)],
        0,
    )
    male_head = (rng.random(count) < 0.72)[head]
    female = np.select(
        [place == HEAD, place == SPOUSE, place == MOTHER, place == FATHER],
        [~male_head, male_head, True, False],
        rng.random(count) < 0.48,
    )
    return np.clip(base + shift, 0, 96).astype(np.int16), female.astype(bool)


def _names(rng: np.random.Generator, head: np.ndarray, place: np.ndarray, female: np.ndarray) -> np.ndarray:
    """Children have their father's surname, spouses and mothers their own, all others the householder's."""
    own = surnames(rng, len(head))
    rows = np.arange(len(head))
    spouse = np.minimum(head + 1, len(head) - 1)
    father = np.where(female[head] & (head[spouse] == head), spouse, head)
    source = np.where(np.isin(place, (SPOUSE, MOTHER)), rows, np.where(np.isin(place, (CHILD, CHILD2)), father, head))
    return np.strings.add(own[source], given_names(rng, female))


def _phones(rng: np.random.Generator, age: np.ndarray, head: np.ndarray) -> np.ndarray:
    """Adults have one (but for a few of the old), children none or the householder's."""
    own = phones(rng, len(age))
    draw = rng.random(len(age))
    own[(age >= 16) & (age > 70) & (draw < 0.3)] = ""
    child = age < 16
    return np.where(child, np.where(draw < 0.5, own[head], ""), own)


def _circumstances(rng: np.random.Generator, spec: Spec, age: np.ndarray) -> tuple[np.ndarray, ...]:
    """Category, origin, day of arrival and end of attention of each."""
    count, last = len(age), spec.days - 1
    category = np.full(count, RESIDENT, dtype=np.int8)
    category[(age >= 3) & (age < 18)] = STUDENT
    adults = rng.permutation(np.flatnonzero((age >= 18) & (age < 66)))
    wanted = [max(10, count // 150), max(10, count // 300), count // 25, count // 50]
    bounds = np.cumsum(np.minimum(wanted, len(adults) // 5))
    for kind, chosen in zip(
        (QUARANTINED, WATCHED, RETURNEE, MIGRANT), np.split(adults[: bounds[-1]], bounds[:-1]), strict=True
    ):
        category[chosen] = kind
    origin = np.where(
        np.isin(category, (RETURNEE, QUARANTINED, WATCHED, MIGRANT)), rng.integers(len(ORIGINS), size=count), -1
    )
    draw, spread = rng.random(count), rng.random(count)
    festive = np.clip(rng.normal(last - 26, 7, count), -20, last - 1)
    returned = np.select([draw < 0.2, draw < 0.7], [-1 - spread * 20, festive], last - spread * 20).astype(np.int32)
    quarantine_since = last - rng.integers(2, 13, size=count)
    arrived = np.select([category == RETURNEE, category == QUARANTINED], [returned, quarantine_since], NEVER).astype(
        np.int32
    )
    until = np.select(
        [category == QUARANTINED, category == WATCHED],
        [quarantine_since + 14, last + rng.integers(3, 21, size=count)],
        NEVER,
    )
    return category, origin.astype(np.int8), arrived, until.astype(np.int32)
