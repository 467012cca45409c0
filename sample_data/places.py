"""The area tree: county, 17 towns, villages and communities, sections. Coordinates are GCJ-02, as clerks have them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.names import COMMUNITY, ESTATE, SECTION, SECTION_TAIL, VILLAGE_HEAD, VILLAGE_TAIL, distinct
from sample_data.spec import COUNTY, Spec

# name, longitude, latitude, share of the villages, share of the people
TOWNS = (
    ("横州", 109.279, 22.697, 40, 22), ("百合", 109.465, 22.687, 23, 8), ("那阳", 109.329, 22.704, 15, 5), ("南乡", 109.146, 22.604, 20, 5),
    ("新福", 108.963, 22.522, 15, 4), ("莲塘", 109.154, 22.707, 14, 4), ("平马", 109.039, 22.715, 13, 4), ("峦城", 108.924, 22.798, 20, 7),
    ("六景", 108.881, 22.876, 17, 7), ("石塘", 109.071, 22.883, 18, 5), ("陶圩", 109.130, 22.827, 23, 6), ("校椅", 109.238, 22.833, 23, 7),
    ("云表", 109.389, 22.904, 23, 6), ("马岭", 109.341, 22.816, 15, 4), ("马山", 109.522, 22.669, 12, 3), ("平朗", 109.200, 22.950, 8, 2),
    ("镇龙", 109.249, 23.030, 12, 2),
)  # fmt: skip
VILLAGES = sum(town[3] for town in TOWNS)  # 311
BOUNDS = (108.80, 109.62, 22.49, 23.13)
KM = np.array([1 / 102.6, 1 / 111.2])  # degrees of longitude and latitude in a kilometre


def area_grids(spec: Spec) -> pd.DataFrame:
    """One row: one area grid, parents before children. Columns: code name level parent (row number) town lon lat people
    (residents, sections only) urban."""
    rng = spec.rng("places")
    centres = np.array([town[1:3] for town in TOWNS])
    rows = [(COUNTY[0], COUNTY[1], "county", -1, -1, *centres[0], 0, True)]
    rows += [
        (f"{COUNTY[0]}{100 + i}", f"{t[0]}镇", "township", 0, i, t[1], t[2], 0, i == 0) for i, t in enumerate(TOWNS)
    ]
    villages = _villages(rng, min(VILLAGES, max(2 * len(TOWNS), spec.people // 30)), centres)
    residents = _residents(rng, spec.people, villages)
    first = len(rows)
    rows += villages
    for number, (village, count) in enumerate(zip(villages, residents, strict=True)):
        rows += _sections(rng, village, first + number, count)
    return pd.DataFrame(rows, columns=["code", "name", "level", "parent", "town", "lon", "lat", "people", "urban"])


def _villages(rng: np.random.Generator, count: int, centres: np.ndarray) -> list[tuple]:
    rows, points = [], []
    for town, (_, _, _, share, _) in enumerate(TOWNS):
        number = max(1, round(count * share / VILLAGES))
        communities = max(1, number // 2) if town == 0 else int(number > 3)
        names = [COMMUNITY[i] + "社区" for i in rng.permutation(len(COMMUNITY))[:communities]]
        names += distinct(rng, number - communities, VILLAGE_HEAD, VILLAGE_TAIL, "村")
        for i, name in enumerate(names):
            urban = i < communities
            point = _point(rng, town, centres, points, 3.5 if urban and town == 0 else 0.8 if urban else 11.0)
            points.append(point)
            code = f"{COUNTY[0]}{100 + town}{(1 if urban else 200) + i:03d}"
            rows.append((code, name, "village", 1 + town, town, *point, 0, urban))
    return rows


def _point(rng: np.random.Generator, town: int, centres: np.ndarray, taken: list, reach: float) -> tuple[float, float]:
    """The one of many candidates around the town's centre that lies farthest from the villages there are (Mitchell)."""
    angle, radius = rng.random(60) * 2 * np.pi, reach * np.sqrt(rng.random(60))
    spots = centres[town] + np.c_[np.cos(angle), np.sin(angle)] * radius[:, None] * KM
    to_towns = np.hypot(*np.moveaxis((spots[:, None] - centres) / KM, 2, 0))
    inside = (
        (spots[:, 0] > BOUNDS[0]) & (spots[:, 0] < BOUNDS[1]) & (spots[:, 1] > BOUNDS[2]) & (spots[:, 1] < BOUNDS[3])
    )
    spots = spots[inside & (to_towns.argmin(axis=1) == town)]
    if taken:
        gaps = np.hypot(*np.moveaxis((spots[:, None] - np.array(taken)) / KM, 2, 0)).min(axis=1)
        spots = spots[[gaps.argmax()]]
    return tuple(spots[0].round(6).tolist())


def _residents(rng: np.random.Generator, people: int, villages: list[tuple]) -> np.ndarray:
    """People per village: by the town's share, communities with more."""
    town = np.array([v[4] for v in villages])
    weight = rng.lognormal(0, 0.35, len(villages)) * np.where([v[8] for v in villages], 1.8, 1.0)
    share = np.array([t[4] for t in TOWNS])[town]
    weight *= share / np.bincount(town, weight)[town]
    return rng.multinomial(people, weight / weight.sum())


def _sections(rng: np.random.Generator, village: tuple, parent: int, people: int) -> list[tuple]:
    code, _, _, _, town, lon, lat, _, urban = village
    count = int(np.clip(round(np.sqrt(people) / 3), 1, 40))
    names = [f"{i + 1}组" for i in range(count)]
    if urban:
        names = [
            ESTATE[i] if i < len(ESTATE) else f"{i + 1}小区" for i in rng.permutation(max(count, len(ESTATE)))[:count]
        ]
    elif rng.random() < 0.6:
        names = distinct(rng, count, SECTION, SECTION_TAIL, "屯")
    angle = rng.random() * 6.28 + np.arange(count) * 2.4  # the golden angle spreads them evenly
    radius = (0.3 if urban else 0.7) * np.sqrt((np.arange(count) + 0.6) / count)
    spots = np.c_[lon + np.cos(angle) * radius * KM[0], lat + np.sin(angle) * radius * KM[1]].round(6).tolist()
    share = rng.multinomial(people, rng.dirichlet(np.full(count, 8.0)))
    return [
        (f"{code}{i + 1:03d}", names[i], "section", parent, town, *spots[i], int(share[i]), urban) for i in range(count)
    ]
