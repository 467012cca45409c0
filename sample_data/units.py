"""Units and who belongs to them: enterprises, schools, building sites, government, hospitals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.names import BRANDS
from sample_data.people import MIGRANT, RESIDENT, STUDENT, TEACHER, People
from sample_data.places import KM, TOWNS
from sample_data.spec import Spec

# kind, stage of a school, name, industry, number in a whole county, share that has resumed
KINDS = (
    ("政府", "", "{town}镇人民政府", "公共管理", 17, 1.0),
    ("机关", "", "县{brand}服务中心", "公共管理", 8, 1.0),
    ("医院", "", "{town}镇{brand}医院", "医疗卫生", 20, 1.0),
    ("学校", "kindergarten", "{town}镇{brand}幼儿园", "教育", 17, 0.6),
    ("学校", "primary", "{town}镇{brand}小学", "教育", 24, 0.85),
    ("学校", "middle", "{town}镇{brand}初级中学", "教育", 17, 0.9),
    ("学校", "high", "横县{brand}高级中学", "教育", 5, 1.0),
    ("工地", "", "{town}{brand}建设项目工地", "建筑", 24, 0.4),
    ("企业", "", "横县{brand}制糖有限公司", "制糖", 12, 0.8),
    ("企业", "", "横县{brand}茉莉花茶厂", "茉莉花加工", 48, 0.5),
    ("企业", "", "横县{brand}建材有限公司", "建材", 32, 0.5),
    ("企业", "", "横县{brand}物流有限公司", "物流", 24, 0.55),
    ("企业", "", "横县{brand}食品有限公司", "食品加工", 30, 0.5),
    ("企业", "", "横县{brand}木业有限公司", "木材加工", 24, 0.45),
    ("企业", "", "横县{brand}超市", "商贸", 26, 0.6),
)
WHOLE = sum(kind[4] for kind in KINDS)  # 328
SEVEN_DAYS = ("医疗卫生", "制糖", "商贸")  # at work on rest days too
AGES = {"kindergarten": (3, 6), "primary": (6, 12), "middle": (12, 15), "high": (15, 18)}


def unit_roots(spec: Spec, area: pd.DataFrame) -> pd.DataFrame:
    """One row: one unit. Columns: code name kind stage industry town village (row of `area`) lon lat weight state seven_days."""
    rng = spec.rng("units")
    share = min(1.0, max(spec.people // 50, 15) / WHOLE)
    busy = np.array([town[4] for town in TOWNS]) / sum(town[4] for town in TOWNS)
    rows, used = [], set()
    for kind, stage, pattern, industry, whole, resumed in KINDS:
        for i in range(max(1, round(whole * share))):
            town = i if i < len(TOWNS) and whole >= len(TOWNS) else int(rng.choice(len(TOWNS), p=busy))
            name = _name(rng, pattern, TOWNS[town][0], used)
            village = _site(rng, area[(area["level"] == "village") & (area["town"] == town)])
            lon, lat = area.loc[village, ["lon", "lat"]].to_numpy(dtype=float) + rng.normal(0, 0.5, 2) * KM
            state = "已复工" if rng.random() < resumed else rng.choice(["未复工", "已申请"])
            rows.append(
                (f"U{len(rows) + 1:04d}", name, "机关" if kind == "政府" else kind, stage, industry, town, village,
                 round(lon, 6), round(lat, 6), rng.lognormal(0, 0.9), str(state), industry in SEVEN_DAYS)
            )  # fmt: skip
    columns = [
        "code",
        "name",
        "kind",
        "stage",
        "industry",
        "town",
        "village",
        "lon",
        "lat",
        "weight",
        "state",
        "seven_days",
    ]
    return pd.DataFrame(rows, columns=columns)


def _site(rng: np.random.Generator, villages: pd.DataFrame) -> int:
    """A village, communities before others."""
    weight = np.where(villages["urban"], 6.0, 1.0)
    return int(rng.choice(villages.index, p=weight / weight.sum()))


def _name(rng: np.random.Generator, pattern: str, town: str, used: set[str]) -> str:
    if "brand" not in pattern:
        return pattern.format(town=town)
    while True:
        brand = "".join(BRANDS[i] for i in rng.choice(len(BRANDS), size=2, replace=False))
        name = pattern.format(town=town, brand=brand)
        if name not in used:
            used.add(name)
            return name


def enrol(spec: Spec, area: pd.DataFrame, roots: pd.DataFrame, people: People) -> np.ndarray:
    """The unit (row of `roots`, -1 for none) of each person; sets the categories of students and teachers."""
    rng = spec.rng("enrol")
    unit = np.full(len(people), -1, dtype=np.int32)
    town = area["town"].to_numpy()[people.section]
    for stage, (youngest, oldest) in AGES.items():
        attends = rng.random(len(people)) < (0.6 if stage == "kindergarten" else 0.97)
        pupils = (people.age >= youngest) & (people.age < oldest) & attends & np.isin(people.category, (STUDENT,))
        schools = np.flatnonzero(roots["stage"] == stage)
        _assign(rng, unit, pupils, town, schools, np.ones(len(schools)), roots, stays=1.0)
    people.category[(people.category == STUDENT) & (unit < 0)] = RESIDENT
    adult = (people.age >= 20) & (people.age < 60) & np.isin(people.category, (RESIDENT, MIGRANT))
    workers = adult & (rng.random(len(people)) < np.where(people.category == MIGRANT, 1.0, 0.36))
    pupils = np.bincount(unit[unit >= 0], minlength=len(roots))
    is_school = (roots["kind"] == "学校").to_numpy()
    weight = roots["weight"].to_numpy() * ~is_school
    weight *= max(workers.sum() - pupils.sum() / 15, 1) / weight.sum()
    weight = np.where(is_school, np.maximum(pupils / 15, 0.5), weight)
    _assign(rng, unit, workers, town, np.arange(len(roots)), weight, roots, stays=0.7)
    people.category[workers & is_school[unit] & (people.category == RESIDENT)] = TEACHER
    return unit


def _assign(
    rng: np.random.Generator, unit: np.ndarray, who: np.ndarray, town: np.ndarray, choice: np.ndarray, weight: np.ndarray,
    roots: pd.DataFrame, *, stays: float,
) -> None:  # fmt: skip
    """To a unit of the own town where there is one (with probability `stays`), else to any."""
    there = roots["town"].to_numpy()[choice]
    for number in range(len(TOWNS)):
        rows = np.flatnonzero(who & (town == number))
        local = rng.random(len(rows)) < stays * (there == number).any()
        near = there == number
        if near.any():
            unit[rows[local]] = rng.choice(choice[near], size=local.sum(), p=weight[near] / weight[near].sum())
        unit[rows[~local]] = rng.choice(choice, size=(~local).sum(), p=weight / weight.sum())
