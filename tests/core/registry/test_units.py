"""Units: list, figures, tree, who answers."""

from __future__ import annotations

from datetime import date

import pytest

from core.domain import Scope
from core.registry import units as register
from core.rollup import roll_up
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, WHOLE, make_county

WORKDAY = date(2026, 1, 30)


@pytest.fixture
def county():
    store = make_county()
    with store.write() as db:
        db.execute(
            "insert into duty values (22, 'responsible', '班主任', null, '13700000022', null, 1, null),"
            " (20, 'responsible', '周校长', '校长', '13700000020', null, 1, null)"
        )
    roll_up(store, days=[WORKDAY], actor="test")
    return store


def test_the_list(county):
    found = register.units(county, WHOLE, as_of=LAST_DAY)
    assert found.code.tolist() == ["U002", "U001"], "what is not open first"
    school = found.iloc[1]
    assert (school.people, school.township, school.area_name, school.responsible) == (5, "东镇", "东一村", "周校长")
    assert school.back_share == pytest.approx(55 / 60)
    assert register.units(county, MASKED).phone[1] == "137****0020"


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({"kind": "school"}, ["U001"]),
        ({"industry": "制糖"}, ["U002"]),
        ({"resumption": "resumed"}, ["U001"]),
        ({"resumption": "applied"}, []),
        ({"text": "糖"}, ["U002"]),
        ({"text": "u001"}, ["U001"]),
        ({"text": "%"}, []),
        ({"grid": 8}, ["U002"]),
        ({"grid": 3}, ["U001"]),
        ({"grid": 20}, ["U001"]),
        ({"resumption": "not_resumed"}, ["U002"]),
        ({"obstacle": "缺口罩"}, ["U002"]),
        ({"offset": 1}, ["U001"]),
        ({"limit": 1}, ["U002"]),
    ],
)
def test_filters(county, wanted, codes):
    assert register.units(county, WHOLE, **wanted).code.tolist() == codes
    if not {"offset", "limit"} & set(wanted):
        assert register.unit_counts(county, WHOLE, **wanted)["units"] == len(codes)


def test_the_scope(county):
    assert register.units(county, EAST).code.tolist() == ["U001"]
    assert register.units(county, EAST, grid=8).empty
    assert register.units(county, NOBODY).empty
    assert register.unit_counts(county, NOBODY)["units"] == 0
    assert register.industries(county, EAST) == ["教育"]
    assert register.unit(county, EAST, code="U002") is None
    assert register.unit(county, EAST, code="U001-1") is None  # a department is no unit
    assert register.unit_tree(county, EAST, grid_id=30, day=WORKDAY).empty
    assert register.duties(county, Scope((8,)), grid_id=20).empty


def test_figures(county):
    assert register.unit_counts(county, WHOLE) == {
        "units": 2, "resumed": 1, "applied": 0, "closed": 1, "staff": 180, "staff_back": 55,
    }  # fmt: skip


def test_the_tree_is_an_indented_list_with_sums(county):
    tree = register.unit_tree(county, WHOLE, grid_id=20, day=WORKDAY)
    assert tree.code.tolist() == ["U001", "U001-1", "U001-1-1"]
    assert tree.depth.tolist() == [0, 1, 2]
    assert tree.people.tolist() == [5, 5, 5]
    assert tree.check_ins.tolist() == [5, 5, 5]
    assert tree.responsible.fillna("").tolist() == ["周校长", "", "班主任"]
    assert register.unit_tree(county, MASKED, grid_id=20, day=WORKDAY).phone[2] == "137****0022"


def test_who_has_left_is_not_counted(county):
    with county.write() as db:
        db.execute("update membership set until = date '2026-01-10' where person_id = 1 and kind = 'study'")
    assert register.unit_tree(county, WHOLE, grid_id=20, day=WORKDAY).people[0] == 4
    assert register.units(county, WHOLE, as_of=LAST_DAY).people[1] == 4


def test_one_unit(county):
    found = register.unit(county, WHOLE, code="U002")
    assert (found.name, found.area_name, found.resumption, found.staff) == ("西镇糖厂", "西一村", "closed", 120)
