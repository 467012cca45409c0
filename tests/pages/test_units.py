"""The units page: the finding, the list, a unit's own page."""

from __future__ import annotations

from datetime import date

import pytest

from core.i18n import t
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
    assert len(page.dataframe[-1].value) == 3
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


def html(page) -> str:
    return " ".join(h.body for h in page.get("html"))


def test_what_is_not_open_and_why_is_said_first_and_leads_to_the_list(open_page):
    said = html(open_page("units"))
    assert "1 家企业未复工（共 1 家）" in said and "学校未复课" not in said
    assert 'href="/units?kind=enterprise&amp;state=not_resumed"' in said
    assert "员工未返岗 <b>1</b>" in said and "缺口罩 <b>1</b>" in said
    page = open_page("units", state="not_resumed", obstacle="缺口罩", lang="en")
    assert list(page.dataframe[0].value.obstacle) == ["员工未返岗、缺口罩（医用）"]
    assert 'aria-current="true">缺口罩' in html(page)


def test_the_reasons_are_those_of_the_kind_chosen(open_page):
    assert "员工未返岗 <b>" not in html(open_page("units", kind="school"))
    page = open_page("units", obstacle="nonsense")
    assert_fine(page)
    assert len(page.dataframe[0].value) == 2


def test_a_square_per_kind_and_industry(open_page):
    said = html(open_page("units"))
    assert '<li class="gc-lit-high"><a class="go" href="/units?kind=enterprise&amp;industry=%E5%88%B6' in said
    assert "共 1 · 员工未返岗 1" in said and '<li class="gc-lit-low"><div><span class="gc-name">学校' in said


def test_a_units_page_says_why(open_page):
    assert "缺口罩" in texts(open_page("units", unit="U002"))


def test_where_everything_is_open_the_page_says_so(open_page):
    assert "1 个单位均已复工" in html(open_page("units", grids=(2,)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_which_school_cant_open_and_why(open_page, lang):
    page = open_page("units", lang=lang, view="readiness", kind="school", on="2026-02-02")
    assert_fine(page)
    listed = page.dataframe[0].value
    assert listed["name"].tolist() == ["东镇中学"] and listed["readiness"].tolist() == [t(lang, "readiness.blocked")]
    assert t(lang, "readiness.reason.no_responsible") in listed["why"].iloc[0]


def test_unasked_it_is_the_next_working_day(open_page):
    """The last day with data is a Saturday."""
    assert open_page("units", view="readiness", kind="school").date_input[0].value == date(2026, 2, 2)


def test_who_was_nowhere_for_a_fortnight_is_listed_as_well(open_page, county):
    with county.write() as db:
        db.execute("delete from check_in where person_id = 5")
    page = open_page("units", unit="U001")
    people = next(table.value for table in page.dataframe if len(table.value) == 5)
    assert people.isna().any(axis=None) and not page.exception
