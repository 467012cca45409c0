"""The workbooks: what a clerk would expect of them."""

from __future__ import annotations

import re
from datetime import date, datetime

import numpy as np
import pytest

from sample_data.places import TOWNS
from tests.sample_data.conftest import SPEC, read_sheets

HEADERS = {
    "01_网格花名册.xlsx": "网格编码 网格名称 层级 上级编码 经度 纬度 责任人 职务 联系电话 职责 替岗人 替岗人电话",
    "02_单位花名册.xlsx": "单位编码 单位名称 层级 上级编码 单位类型 行业 所在网格编码 经度 纬度 负责人 职务 联系电话 职责 应到人数 复工状态 复工日期 到岗人数 未复工原因",
    "03_人员花名册_横州.xlsx": "姓名 证件类型 证件号码 性别 出生日期 联系电话 网格编码 户号 户主姓名 与户主关系 住址 人员类别 来源地 返乡日期 关注截止日期 工作或学习单位编码",
    "04_外出申请.xlsx": "申请时间 姓名 证件号码 目的地 事由 离开日期 返回日期 审批状态",
}


def is_valid_id(value: str) -> bool:
    """GB 11643 by ISO 7064 MOD 11-2: the weighted sum of all 18 digits leaves 1."""
    digits = [10 if c == "X" else int(c) for c in value]
    return len(value) == 18 and sum(d * pow(2, 17 - i, 11) for i, d in enumerate(digits)) % 11 == 1


def as_day(value) -> date:
    if isinstance(value, datetime):
        return value.date()
    return date(*(int(part) for part in re.split("[-/]", value)))


@pytest.mark.parametrize(("name", "header"), HEADERS.items())
def test_a_title_and_the_agreed_header_open_every_sheet(folder, name, header):
    for rows in read_sheets(folder / name).values():
        assert rows[0][0]
        assert rows[0][1:] == (None,) * (len(rows[1]) - 1)
        assert list(rows[1]) == header.split()


def test_the_sheets_and_files_are_the_agreed_ones(folder):
    assert list(read_sheets(folder / "01_网格花名册.xlsx")) == ["县乡村", "屯组"]
    assert len(list(folder.glob("03_人员花名册_*.xlsx"))) == len(TOWNS) == 17


def test_every_id_is_valid_unique_and_agrees_with_sex_and_birth(county):
    people = county.people
    assert people["证件号码"].map(is_valid_id).all()
    assert people["证件号码"].is_unique
    assert (people["证件号码"].str[6:14] == people["出生日期"].map(lambda v: as_day(v).strftime("%Y%m%d"))).all()
    assert ((people["证件号码"].str[16].astype(int) % 2 == 1) == (people["性别"] == "男")).all()


def test_a_wrong_check_digit_would_be_seen(county):
    value = county.people["证件号码"].iat[0]
    assert not is_valid_id(value[:-1] + ("0" if value[-1] != "0" else "1"))


def test_every_parent_and_place_exists(county):
    grids, units, people = county.grids, county.units, county.people
    assert grids["网格编码"].is_unique
    assert units["单位编码"].is_unique
    assert grids["上级编码"].isna().sum() == 1
    assert set(grids["上级编码"].dropna()) <= set(grids["网格编码"])
    assert set(units["上级编码"].dropna()) <= set(units["单位编码"])
    assert set(units["所在网格编码"].dropna()) <= set(grids.loc[grids["层级"] == "村", "网格编码"])
    assert units.loc[units["上级编码"].isna(), "所在网格编码"].notna().all()
    assert set(people["网格编码"]) <= set(grids.loc[grids["层级"] == "屯", "网格编码"])
    assert set(people["工作或学习单位编码"].dropna()) <= set(units["单位编码"])
    assert set(county.check_ins["网格编码"]) <= set(grids["网格编码"]) | set(units["单位编码"])


def test_each_level_lies_in_the_one_above(county):
    grids = county.grids.set_index("网格编码")
    above = grids["上级编码"].dropna().map(grids["层级"])
    assert {(grids.at[code, "层级"], level) for code, level in above.items()} == {
        ("乡镇", "县"),
        ("村", "乡镇"),
        ("屯", "村"),
    }


def test_every_grid_and_unit_has_someone_responsible(county):
    assert county.grids[["责任人", "职务", "联系电话", "职责", "替岗人", "替岗人电话"]].notna().all().all()
    assert county.units[["负责人", "职务", "联系电话", "职责"]].notna().all().all()


def test_every_household_has_one_householder(county):
    households = county.people.groupby(["网格编码", "户号"])
    heads = county.people[county.people["与户主关系"] == "户主"]
    assert (heads.groupby(["网格编码", "户号"]).size() == 1).all()
    assert len(heads) == households.ngroups
    assert (heads["姓名"] == heads["户主姓名"]).all()
    assert (households["户主姓名"].nunique() == 1).all()


def test_phones_have_eleven_digits_and_children_none_of_their_own(county):
    phones = county.people["联系电话"].dropna()
    assert phones.str.fullmatch(r"1[3-9]\d{9}").all()
    child = county.people["出生日期"].map(as_day) > date(2011, 1, 1)
    heads = county.people.loc[county.people["与户主关系"] == "户主"].set_index(["网格编码", "户号"])["联系电话"]
    children = county.people[child & county.people["联系电话"].notna()]
    assert len(children)
    assert all(row["联系电话"] == heads[(row["网格编码"], row["户号"])] for _, row in children.iterrows())


def test_categories_carry_what_belongs_to_them(county):
    people = county.people.set_index("人员类别")
    assert set(people.index) == {"常住", "学生", "教师", "返乡人员", "居家隔离", "重点关注", "外来务工"}
    assert people.loc[["返乡人员", "居家隔离"], ["来源地", "返乡日期"]].notna().all().all()
    assert (people.loc[["居家隔离", "重点关注"], "关注截止日期"].map(as_day) > SPEC.last_day).all()
    assert (people.loc[["返乡人员", "居家隔离"], "返乡日期"].map(as_day) <= SPEC.last_day).all()
    assert people.loc[["学生", "教师"], "工作或学习单位编码"].notna().all()


def test_villages_keep_their_distance_and_stay_by_their_town(county):
    villages = county.grids[county.grids["层级"] == "村"]
    spots = villages[["经度", "纬度"]].to_numpy(dtype=float) * (102.6, 111.2)
    apart = np.hypot(*np.moveaxis(spots[:, None] - spots, 2, 0))
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 0.5
    centres = np.array([town[1:3] for town in TOWNS]) * (102.6, 111.2)
    town = villages["上级编码"].str[-3:].astype(int).to_numpy() - 100
    assert np.hypot(*(spots - centres[town]).T).max() < 11.5


def test_most_units_have_resumed_and_only_those_have_staff_back(county):
    roots = county.units[county.units["上级编码"].isna()]
    resumed = roots["复工状态"] == "已复工"
    assert 0.4 < resumed.mean() < 0.85
    assert roots.loc[resumed, "复工日期"].notna().all()
    assert (roots.loc[~resumed, "到岗人数"] == 0).all()
    assert (roots["到岗人数"] <= roots["应到人数"]).all()
    members = county.people["工作或学习单位编码"].dropna().str[:5].value_counts()
    assert (roots.set_index("单位编码")["应到人数"].reindex(members.index) >= members).all()
