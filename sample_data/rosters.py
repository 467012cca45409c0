"""The county's registers as workbooks: grids, units, people, exit applications."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.duties import duties
from sample_data.people import CATEGORIES, CHILD, CHILD2, FATHER, HEAD, MOTHER, NEVER, ORIGINS, SIBLING, SPOUSE, People
from sample_data.places import TOWNS
from sample_data.spec import COUNTY, Spec
from sample_data.workbooks import Workbook

GRID_COLUMNS = {"网格编码": 18, "网格名称": 14, "层级": 8, "上级编码": 16, "经度": 12, "纬度": 12, "责任人": 10, "职务": 16, "联系电话": 14,
                "职责": 36, "替岗人": 10, "替岗人电话": 14}  # fmt: skip
UNIT_COLUMNS = {"单位编码": 14, "单位名称": 24, "层级": 8, "上级编码": 14, "单位类型": 10, "行业": 12, "所在网格编码": 16, "经度": 12, "纬度": 12,
                "负责人": 10, "职务": 12, "联系电话": 14, "职责": 32, "应到人数": 10, "复工状态": 10, "复工日期": 12, "到岗人数": 10, "未复工原因": 30}  # fmt: skip
PEOPLE_COLUMNS = {"姓名": 10, "证件类型": 12, "证件号码": 21, "性别": 6, "出生日期": 12, "联系电话": 14, "网格编码": 18, "户号": 8, "户主姓名": 10,
                  "与户主关系": 11, "住址": 30, "人员类别": 10, "来源地": 12, "返乡日期": 12, "关注截止日期": 13, "工作或学习单位编码": 19}  # fmt: skip
EXIT_COLUMNS = {"申请时间": 20, "姓名": 10, "证件号码": 21, "目的地": 14, "事由": 12, "离开日期": 12, "返回日期": 12, "审批状态": 10}  # fmt: skip
LEVELS = {"county": "县", "township": "乡镇", "village": "村", "section": "屯", "unit": "单位", "department": "部门", "team": "班组", "grade": "年级", "class": "班级"}  # fmt: skip
RELATIONS = {SPOUSE: ("配偶", "配偶"), CHILD: ("儿子", "女儿"), CHILD2: ("儿子", "女儿"), MOTHER: ("母亲", "母亲"), FATHER: ("父亲", "父亲"),
             SIBLING: ("弟弟", "妹妹"), HEAD: ("户主", "户主")}  # fmt: skip
# clerks write dates their own way: true dates, or text in one form or another
DATE_STYLES: tuple[Callable[[date], object], ...] = (
    lambda day: day,
    date.isoformat,
    lambda day: f"{day.year}/{day.month}/{day.day}",
)
FEW = 2000  # people below which one workbook holds them all


def write_grids(spec: Spec, path: Path, area: pd.DataFrame) -> int:
    who = duties(spec, "area", area)
    codes = area["code"].to_numpy()
    rows = [
        (g.code, g.name, LEVELS[g.level], codes[g.parent] if g.parent >= 0 else "", g.lon, g.lat, d.name, d.title, d.phone, d.duties, d.deputy, d.deputy_phone)
        for g, d in zip(area.itertuples(index=False), who.itertuples(index=False), strict=True)
    ]  # fmt: skip
    with Workbook(path) as book:
        upper = book.sheet(
            "县乡村", f"{COUNTY[1]}网格花名册(演示数据)", GRID_COLUMNS, (r for r in rows if r[2] != "屯")
        )
        return upper + book.sheet(
            "屯组", f"{COUNTY[1]}屯组网格花名册(演示数据)", GRID_COLUMNS, (r for r in rows if r[2] == "屯")
        )


def write_units(spec: Spec, path: Path, units: pd.DataFrame, area: pd.DataFrame) -> int:
    with Workbook(path) as book:
        return book.sheet(
            "单位", f"{COUNTY[1]}单位复工复学花名册(演示数据)", UNIT_COLUMNS, _unit_rows(spec, units, area)
        )


def _unit_rows(spec: Spec, units: pd.DataFrame, area: pd.DataFrame) -> Iterator[tuple]:
    codes = units["code"].to_numpy()
    who = duties(spec, "units", units).itertuples(index=False)
    for u, d in zip(units.itertuples(index=False), who, strict=True):
        duty = (d.name, d.title, d.phone, d.duties)
        if u.parent >= 0:
            yield (u.code, u.name, LEVELS[u.level], codes[u.parent], "", "", "", "", "", *duty)
        else:
            resumed = "" if np.isnan(u.resumed_on) else spec.day(u.resumed_on).isoformat()
            place = (area["code"].iat[int(u.village)], u.lon, u.lat)
            yield (
                u.code,
                u.name,
                LEVELS[u.level],
                "",
                u.kind,
                u.industry,
                *place,
                *duty,
                u.staff,
                u.state,
                resumed,
                u.back,
                u.obstacle,
            )


def write_people(
    spec: Spec, folder: Path, people: People, area: pd.DataFrame, units: pd.DataFrame
) -> Iterator[tuple[str, int]]:
    """A workbook per town, or a single one where they are few; yields file name and number of rows."""
    town = area["town"].to_numpy()[people.section]
    names = [f"{name}镇" for name, *_ in TOWNS]
    groups = {COUNTY[1]: range(len(TOWNS))} if spec.people < FEW else {name: [i] for i, name in enumerate(names)}
    for group, numbers in groups.items():
        path = folder / f"03_人员花名册_{group.removesuffix('镇')}.xlsx"
        styles = {i: DATE_STYLES[i % len(DATE_STYLES)] for i in numbers}
        filled = (_people_rows(np.flatnonzero(town == i), spec, people, area, units, styles[i]) for i in styles)
        with Workbook(path) as book:
            title = f"{group}人员花名册(演示数据)"
            count = book.sheet("人员", title, PEOPLE_COLUMNS, chain.from_iterable(filled))
        yield path.name, count


def _people_rows(
    rows: np.ndarray, spec: Spec, people: People, area: pd.DataFrame, units: pd.DataFrame, style: Callable
) -> Iterator[tuple]:
    codes, names = area["code"].tolist(), area["name"].tolist()
    parent, units_of = area["parent"].tolist(), units["code"].tolist()
    for i in rows.tolist():
        section, household, place = int(people.section[i]), int(people.household[i]), int(people.place[i])
        village = parent[section]
        origin, arrived, until, member = people.origin[i], people.arrived[i], people.until[i], people.member[i]
        yield (
            str(people.name[i]), "居民身份证", str(people.id_number[i]), "女" if people.female[i] else "男",
            style(people.birth[i].item()), str(people.phone[i]), codes[section], f"{household:04d}", str(people.name[people.head[i]]),
            RELATIONS[place][int(people.female[i])], f"{names[parent[village]]}{names[village]}{names[section]}{household}号",
            CATEGORIES[people.category[i]], "" if origin < 0 else ORIGINS[origin], "" if arrived == NEVER else style(spec.day(arrived)),
            "" if until == NEVER else style(spec.day(until)), "" if member < 0 else units_of[member],
        )  # fmt: skip


def write_applications(spec: Spec, path: Path, applications: pd.DataFrame, people: People) -> int:
    rows = (
        (a.applied_at, str(people.name[a.person]), str(people.id_number[a.person]), a.destination, a.reason,
         spec.day(a.leave).isoformat(), spec.day(a.back).isoformat(), a.status)
        for a in applications.assign(applied_at=applications["applied_at"].dt.strftime("%Y-%m-%d %H:%M:%S")).itertuples(index=False)
    )  # fmt: skip
    with Workbook(path) as book:
        return book.sheet("外出申请", f"{COUNTY[1]}外出申请登记表(演示数据)", EXIT_COLUMNS, rows)
