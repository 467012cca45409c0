"""The block trees: a school's grades and classes, the departments and teams of all others, and how far they have resumed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.people import STUDENT, People
from sample_data.spec import Spec
from sample_data.units import AGES

GRADES = {
    "kindergarten": ("小班", "中班", "大班"),
    "primary": ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级"),
    "middle": ("初一", "初二", "初三"),
    "high": ("高一", "高二", "高三"),
}
DEPARTMENTS = {
    "机关": ("党政办公室", "社会事务办", "应急管理办"),
    "医院": ("门诊部", "住院部", "后勤部"),
    "工地": ("项目部", "施工一队", "施工二队"),
    "企业": ("办公室", "生产部", "仓储物流部", "销售部"),
}
TEAMS = ("甲班", "乙班", "丙班")
CLASS_SIZE, TEAM_SIZE = 45, 40
# Why a unit has not reopened, and how often.
OBSTACLES = {
    "学校": (("外地教职工未返校", 5), ("防疫物资不足（口罩、测温枪）", 4), ("隔离观察室未达标", 3), ("复课验收未通过", 2), ("校舍消毒未完成", 1)),
    "工地": (("外地工人未返岗", 6), ("材料运输受阻", 3), ("防疫物资不足（口罩、测温枪）", 2), ("宿舍隔离条件不足", 1)),
    "企业": (("员工未返岗", 6), ("防疫物资不足（口罩、测温枪）", 4), ("原材料供应不足", 3), ("订单不足", 2), ("复工验收未通过", 2), ("资金周转困难", 1)),
}  # fmt: skip


def unit_tree(spec: Spec, roots: pd.DataFrame, people: People, unit: np.ndarray, offset: int) -> pd.DataFrame:
    """All block grids, roots included. Columns as in `roots`, with level parent (row, -1 for a root) root staff back resumed_on.

    Sets `people.member` (row of this table) and `people.scans_at` (grid number: row + offset): pupils scan in their class,
    all others at their unit's gate.
    """
    rng = spec.rng("tree")
    order = np.argsort(unit, kind="stable")
    ends = np.searchsorted(unit[order], np.arange(len(roots) + 1))
    rows: list[dict] = []
    for number, root in enumerate(roots.to_dict("records")):
        members = order[ends[number] : ends[number + 1]]
        at = len(rows)
        rows.append({**root, **_resumption(rng, spec, root, len(members)), "level": "unit", "parent": -1, "root": at})
        people.scans_at[members] = at + offset
        people.member[members] = at
        pupils = members[people.category[members] == STUDENT]
        if root["stage"]:
            _classes(rows, at, root, pupils, people, offset)
        else:
            _departments(rows, at, root, members, people)
    _hold_up(spec.rng("obstacles"), rows)
    return pd.DataFrame(rows)


def _hold_up(rng: np.random.Generator, rows: list[dict]) -> None:
    """What keeps units from reopening; of some the list does not say it, some have two reasons."""
    for row in rows:
        known = row["level"] == "unit" and row["state"] != "已复工" and rng.random() < 0.85
        words, weights = zip(*OBSTACLES.get(row.get("kind"), OBSTACLES["企业"]), strict=True)
        count = 1 + int(rng.random() < 0.2)
        chosen = rng.choice(len(words), size=count, replace=False, p=np.array(weights) / sum(weights))
        row["obstacle"] = "、".join(words[i] for i in chosen) if known else ""


def _resumption(rng: np.random.Generator, spec: Spec, root: dict, members: int) -> dict:
    """Most resumed early, so that their series are settled; some in the last weeks, which have hung up no code yet."""
    staff = max(3, members + round(members * rng.random() * 0.06))
    late = rng.random() < 0.12 and root["kind"] in ("企业", "工地")
    early = -20 + int(rng.random() * (20 + spec.days * 0.5))
    day = spec.days - 1 - int(rng.integers(0, min(20, spec.days))) if late else early
    resumed = root["state"] == "已复工"
    back = round(staff * (0.4 + rng.random() * 0.3 if late else 0.75 + rng.random() * 0.25)) if resumed else 0
    return {"staff": staff, "back": back, "resumed_on": day if resumed else None, "scanning": resumed and not late}


def _child(rows: list[dict], parent: int, name: str, level: str) -> int:
    number = sum(1 for row in rows[parent + 1 :] if row["parent"] == parent) + 1
    up = rows[parent]
    rows.append(
        {"code": f"{up['code']}-{number:02d}", "name": name, "level": level, "parent": parent, "root": up["root"]}
    )
    return len(rows) - 1


def _classes(rows: list[dict], at: int, root: dict, pupils: np.ndarray, people: People, offset: int) -> None:
    youngest = AGES[root["stage"]][0]
    grade = (people.age[pupils] - youngest) * len(GRADES[root["stage"]]) // (AGES[root["stage"]][1] - youngest)
    for step, name in enumerate(GRADES[root["stage"]]):
        of_grade = pupils[grade == step]
        stage = _child(rows, at, name, "grade")
        groups = np.array_split(of_grade, -(-len(of_grade) // CLASS_SIZE)) if len(of_grade) else []
        for number, group in enumerate(groups):
            row = _child(rows, stage, f"{name}({number + 1})班", "class")
            people.member[group] = row
            people.scans_at[group] = row + offset


def _departments(rows: list[dict], at: int, root: dict, members: np.ndarray, people: People) -> None:
    names = DEPARTMENTS[root["kind"]][: max(1, min(4, len(members) // 3))]
    for name, group in zip(names, np.array_split(members, len(names)), strict=True):
        row = _child(rows, at, name, "department")
        people.member[group] = row
        if name == "生产部" and len(group) > 6:
            teams = max(2, min(len(TEAMS), len(group) // TEAM_SIZE))
            for team, part in zip(TEAMS[:teams], np.array_split(group, teams), strict=True):
                people.member[part] = _child(rows, row, team, "team")
