"""The units page: the finding, the list, a unit's own page."""

from __future__ import annotations

import pytest

from tests.county import empty_store
from tests.pages.conftest import assert_fine
from tests.pages.test_people import texts


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["leader", "command", "clerk", "officer", "admin"])
def test_the_finding_and_the_list(open_page, county, role, lang):
    page = open_page("units", role=role, lang=lang)
    assert_fine(page)
    units, resumed = county.one("select count(*), count(*) filter (where resumption = 'resumed') from unit")
    says = f"{units} 个单位中 {resumed} 个已复工" if lang == "zh" else f"{resumed} of {units} units have reopened"
    assert says in texts(page)
    assert len(page.dataframe[0].value) == units


def test_the_address_filters(open_page):
    assert list(open_page("units", kind="school").dataframe[0].value.name) == ["东镇中学"]
    assert list(open_page("units", state="closed", lang="en").dataframe[0].value.resumption) == ["Not reopened"]
    page = open_page("units", kind="nonsense")
    assert_fine(page)
    assert len(page.dataframe[0].value) == 2


def test_a_choice_goes_into_the_address(open_page):
    page = open_page("units")
    page.selectbox(key="units_industry").set_value("制糖").run()
    assert page.query_params["industry"] in ("制糖", ["制糖"])
    assert len(page.dataframe[0].value) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_unit_opens_from_the_address(open_page, lang):
    page = open_page("units", unit="U001", lang=lang, days="30")
    assert_fine(page)
    assert page.title[0].value == "东镇中学"
    assert len(page.dataframe[0].value) == 3
    assert page.metric[2].value.startswith("5")


def test_the_entries_are_those_of_the_rollup(open_page, county):
    page = open_page("units", unit="U001", days="30")
    entries = county.value("select sum(entries) from grid_day where grid_id in (20, 21, 22)")
    assert f"日均进入 {entries / 30:.1f}".rstrip("0").rstrip(".") in texts(page)


def test_a_leader_sees_no_link_to_people(open_page):
    page = open_page("units", role="leader", unit="U001")
    assert_fine(page)
    assert "139" not in texts(page)


def test_a_foreign_unit_is_the_same_as_an_unknown_one(open_page):
    foreign = open_page("units", grids=(2,), unit="U002")
    assert_fine(foreign)
    assert foreign.warning[0].value == open_page("units", grids=(2,), unit="nowhere").warning[0].value
    assert not foreign.title


def test_the_scope_bounds_list_and_finding(open_page):
    page = open_page("units", grids=(2,))
    assert list(page.dataframe[0].value.name) == ["东镇中学"]
    assert "1 个单位中 1 个" in texts(page)


def test_an_empty_store_points_to_the_import(open_page):
    page = open_page("units", store=empty_store())
    assert_fine(page)
    assert "单位花名册" in texts(page)
