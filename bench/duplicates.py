"""Finding the same person twice: precision and recall on a generated county, beside the plain rule; and the time at county size.

The set is seeded: people of the demo generator, some of them entered a second time with the faults of real rosters, and among the
others twins, relatives of one phone and namesakes in one village, who must not be taken for each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from bench.county import empty
from bench.timing import Row, timed
from core.duplicates.find import find_duplicates, variant_characters
from core.ingest.pinyin import readings
from core.registry.tree import rebuild_tree
from core.store import Store, load_sql
from sample_data.ids import id_numbers
from sample_data.names import given_names, surnames

TITLE = "Duplicates"
SEED = 20200209
VILLAGES, TOWNSHIPS = 300, 17
# How the second entry of somebody differs from the first, and how often.
KINDS = {
    "as it was, no number": 0.1, "number kept, name mistyped": 0.14, "traditional": 0.12, "homophone": 0.14, "moved phone": 0.12, "name mistyped, no number": 0.06,
    "slip in the birth date": 0.1, "no birth date, same household": 0.08, "moved to another town": 0.08, "seen by a scan only": 0.06,
}  # fmt: skip
HOMOPHONES = ("伟玮炜", "敏闽", "芳方", "静婧", "丽莉俐", "军君", "杰洁", "明铭", "辉晖", "海孩", "荣蓉", "玲铃", "文雯", "志智", "晓小", "华桦")  # fmt: skip
FIELDS = ("name", "id_number", "sex", "birth_date", "phone", "home_grid_id", "household_id")


@dataclass
class Set:
    """The entries (one tuple of FIELDS each), and which pairs (row numbers) are one person, by kind."""

    entries: list[tuple]
    truth: dict[tuple[int, int], str]


def measure(*, small: bool) -> list[Row]:
    made = generate(12_000 if small else 1_200_000)
    store = empty("duplicates")
    fill(store, made)
    whole = timed(lambda: find_duplicates(store, people=None, actor="bench"))
    print_quality(store, made)
    plain = timed(lambda: store.run(load_sql(__file__, "duplicates_plain.sql")).fetchall())
    batch = timed(lambda: find_duplicates(store, people=2, actor="bench"))
    store.close()
    size = f"{len(made.entries):,} people"
    return [
        Row(f"search of {size}", whole, "plain: same name and birth date", plain),
        Row(f"the same around one import ({len(made.truth):,} of them new)", batch),
    ]


def print_quality(store: Store, made: Set) -> None:
    found = store.run("select person_a - 1, person_b - 1, band from duplicate_pair").fetchall()
    plain = store.run(load_sql(__file__, "duplicates_plain.sql")).fetchall()
    same = {(a, b) for a, b, band in found if band == "same"}
    asked = {(a, b) for a, b, _ in found}
    print(f"\n### {TITLE}: {len(made.truth):,} second entries among {len(made.entries):,} people\n")
    print("| rule | pairs | precision | recall |\n|---|---|---|---|")
    for name, pairs in (
        ("same (document number)", same),
        ("same and perhaps", asked),
        ("plain: same name and birth date", set(plain)),
    ):
        hits = len(pairs & made.truth.keys())
        print(f"| {name} | {len(pairs):,} | {hits / max(len(pairs), 1):.1%} | {hits / len(made.truth):.1%} |")
    print("\n| the second entry | recall | plain rule |\n|---|---|---|")
    for kind in KINDS:
        true = {pair for pair, k in made.truth.items() if k == kind}
        print(f"| {kind} | {len(true & asked) / len(true):.0%} | {len(true & set(plain)) / len(true):.0%} |")


def generate(count: int) -> Set:
    rng = np.random.default_rng(SEED)
    people = _people(rng, count)
    _twins(rng, people, count // 200)
    _namesakes(rng, people, count // 100)
    entries, truth = list(people), {}
    kinds = rng.choice(list(KINDS), size=count // 50, p=list(KINDS.values()))
    for row, kind in zip(rng.choice(count, size=len(kinds), replace=False), kinds, strict=True):
        entries.append(_again(rng, people[row], str(kind)))
        truth[int(row), len(entries) - 1] = str(kind)
    return Set(entries, truth)


def _people(rng: np.random.Generator, count: int) -> list[tuple]:
    """Households of four in sections; a third of the elderly and children give the householder's phone, one in ten has no number."""
    female = rng.random(count) < 0.5
    names = np.strings.add(surnames(rng, count).astype(str), given_names(rng, female).astype(str))
    births = np.datetime64("2019-12-31") - rng.integers(0, 29_000, size=count)
    numbers = id_numbers(np.full(count, 450127), births, female)
    phones = 13_000_000_000 + rng.integers(10**9, size=count)
    bare, shares = rng.random(count) < 0.1, rng.random(count) < 0.25
    rows = []
    for i in range(count):
        house = i // 4
        phone = phones[house * 4] if shares[i] else phones[i]
        rows.append((str(names[i]), None if bare[i] else str(numbers[i]), "female" if female[i] else "male",
                     births[i].astype(date), str(phone), 1000 + house % 3000, house + 1))  # fmt: skip
    return rows


def _twins(rng: np.random.Generator, people: list[tuple], count: int) -> None:
    """Neighbouring rows become twins: birth date, household, phone and sex are one, the given names alike, one has no number."""
    for house in rng.choice(len(people) // 4, size=count, replace=False):
        a, b = people[house * 4 + 2], people[house * 4 + 3]
        name = a[0][:-1] + str(rng.choice(list("伟军明辉静敏丽芳")))
        people[house * 4 + 3] = (name if name != a[0] else a[0][:-1] + "斌", None, a[2], a[3], a[4], a[5], b[6])


def _namesakes(rng: np.random.Generator, people: list[tuple], count: int) -> None:
    """Two of one name in one village, born on other days; half of them without a number."""
    for row in rng.choice(len(people) // 2, size=count, replace=False):
        other = len(people) - 1 - row
        n = people[other]
        people[other] = (
            people[row][0],
            n[1] if rng.random() < 0.5 else None,
            people[row][2],
            n[3],
            n[4],
            people[row][5],
            n[6],
        )


def _again(rng: np.random.Generator, first: tuple, kind: str) -> tuple:
    entry = dict(zip(FIELDS, first, strict=True)) | {"id_number": None}
    if kind == "number kept, name mistyped":
        entry |= {"id_number": first[1], "name": first[0][:-1] + str(rng.choice(list("某森波红")))}
    elif kind == "name mistyped, no number":
        entry["name"] = first[0][:-1] + str(rng.choice(list("某森波红")))
    elif kind == "traditional":
        entry["name"] = first[0].translate(str.maketrans(*reversed(variant_characters())))
    elif kind == "homophone":
        entry["name"] = _sounds_like(first[0])
    elif kind == "moved phone":
        entry["phone"] = str(18_000_000_000 + int(rng.integers(10**9)))
    elif kind == "slip in the birth date":
        entry["birth_date"] = first[3] + timedelta(days=int(rng.integers(1, 9)))
    elif kind == "no birth date, same household":
        entry |= {"birth_date": None, "phone": None}
    elif kind == "moved to another town":
        entry |= {"home_grid_id": 1000 + (first[5] - 1000 + 1) % 3000, "household_id": None}
    elif kind == "seen by a scan only":
        entry |= {"birth_date": None, "sex": None, "home_grid_id": None, "household_id": None}
    if kind != "no birth date, same household" and rng.random() < 0.6:
        entry["household_id"] = None
    if kind != "seen by a scan only" and rng.random() < 0.3:  # a second fault
        entry["phone"] = None
    return tuple(entry.values())


def _sounds_like(name: str) -> str:
    for group in HOMOPHONES:
        for at, character in enumerate(name[1:], 1):
            if character in group:
                return name[:at] + group[(group.index(character) + 1) % len(group)] + name[at + 1 :]
    return name[0] + "晓" + name[2:] if name[1:2] == "小" else name


def fill(store: Store, made: Set) -> None:
    columns = {name: [entry[at] for entry in made.entries] for at, name in enumerate(FIELDS)}
    spoken = readings(columns["name"])
    with store.write() as db:
        for statement in load_sql(__file__, "duplicates_grids.sql").split(";"):
            db.execute(statement)
        rebuild_tree(db)
        db.register("given_people", pa.table(columns))
        db.register("given_names", pa.table({k: pa.array(v, pa.string()) for k, v in spoken.items()}))
        db.execute(load_sql(__file__, "duplicates_fill.sql"), {"first": len(made.entries) - len(made.truth)})
        db.unregister("given_people")
        db.unregister("given_names")
