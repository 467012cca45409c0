"""Trends: every view draws what the store holds, and only those who may take it away."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pandas as pd
import pytest

from core.i18n import t
from pages.ui.shared import charts
from pages.ui.trends.series import COMPARES, VIEWS, distinct, moving
from tests.county import LAST_DAY, empty_store
from tests.pages.conftest import assert_fine

INDICATORS = ("check_ins", "outsiders", "coverage", "watched", "fever")


def sentence(page):
    found = [m.value for m in page.markdown if m.value.startswith("##### ")]
    return found[0].removeprefix("##### ").replace("\\", "") if found else ""


def numbers(page) -> pd.DataFrame:
    return page.dataframe[0].value


@pytest.mark.parametrize(("view", "indicator"), list(itertools.product(VIEWS, INDICATORS)))
def test_every_view_of_every_indicator(open_page, view, indicator):
    page = open_page("trends", lang="en" if view == "rank" else "zh", view=view, indicator=indicator)
    assert_fine(page)
    said = sentence(page)
    assert "finding." not in said and "{" not in said
    assert said or page.info


@pytest.mark.parametrize("compare", COMPARES)
def test_comparisons(open_page, compare):
    page = open_page("trends", days="7", compare=compare, smooth="1")
    assert_fine(page)
    shown = numbers(page)
    names = [t("zh", "trends.day"), t("zh", "indicator.check_ins"), t("zh", "trends.mean")]
    assert list(shown.columns) == names + ([t("zh", f"trends.compared.{compare}")] if compare != "none" else [])
    assert len(shown) == 7


def test_a_day_equals_a_direct_count_and_its_week_before(open_page, county):
    shown = numbers(open_page("trends", days="7", indicator="entries", compare="week"))
    for column, day in (("indicator.entries", LAST_DAY), ("trends.compared.week", LAST_DAY - timedelta(days=7))):
        scanned = county.value(
            "select count(*) from check_in where direction = 'in' and cast(scanned_at as date) = $day", day=day
        )
        assert shown[t("zh", column)].iloc[-1] == scanned


def test_grids_add_up_to_the_total(open_page):
    by_grid = numbers(open_page("trends", days="7", by="grid"))
    total = numbers(open_page("trends", days="7"))
    assert set(by_grid.columns[1:]) == {"东镇", "西镇"}
    assert (by_grid[["东镇", "西镇"]].sum(axis=1) == total[t("zh", "indicator.check_ins")]).all()


def test_rank_is_in_order_and_whole(open_page, county):
    shown = numbers(open_page("trends", days="7", view="rank"))
    assert list(shown.iloc[:, 0]) == ["东镇", "西镇"]
    since = LAST_DAY - timedelta(days=6)
    assert shown.iloc[:, 1].sum() == county.value("select sum(check_ins) from grid_day where day >= $d", d=since)


def test_weekdays_are_seven(open_page):
    shown = numbers(open_page("trends", days="14", view="weekday", lang="en"))
    assert list(shown.iloc[:, 0]) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert shown.iloc[0, 1] == 90 and shown.iloc[5, 1] == 80  # students and workers scan on working days only


def test_leaders_look_but_do_not_export(open_page):
    leader, command = open_page("trends", role="leader"), open_page("trends", role="command")
    assert_fine(leader)
    assert not leader.get("download_button") and not leader.dataframe
    assert len(command.get("download_button")) == 2
    ways = [c for c in command.get("bidi_component") if "picture" in str(c)]
    assert len(ways) == 1 and not [c for c in leader.get("bidi_component") if "picture" in str(c)]


def test_several_indicators_stand_above_one_axis_with_one_table(open_page):
    page = open_page("trends", days="7", also="entries,coverage,nonsense")
    assert_fine(page)
    names = [t("zh", f"indicator.{i}") for i in ("check_ins", "entries", "coverage")]
    assert list(numbers(page).columns) == [t("zh", "trends.day"), *names]
    assert numbers(page)[names[1]].equals(
        numbers(open_page("trends", days="7", indicator="entries")).iloc[:, 1].rename(names[1])
    )
    one = open_page("trends", days="1", also="fever", lang="en", compare="none")
    assert_fine(one)
    assert len(numbers(one)) == 1


def test_weeks_begin_on_monday(open_page):
    from pages.ui.shared.controls import week

    assert week(date(2026, 3, 8), "this") == (date(2026, 3, 2), date(2026, 3, 8))
    assert week(date(2026, 3, 9), "this") == (date(2026, 3, 9), date(2026, 3, 9))
    assert week(date(2026, 3, 9), "last") == (date(2026, 3, 2), date(2026, 3, 8))
    first, last = week(LAST_DAY, "last")
    shown = numbers(open_page("trends", week="last")).iloc[:, 0]
    assert (shown.iloc[0], shown.iloc[-1], len(shown)) == (first, last, 7)
    page = open_page("trends", week="last")
    page.selectbox(key="control_days").set_value("this").run()
    assert page.query_params["week"] in ("this", ["this"])
    page.selectbox(key="control_days").set_value("own").run()
    assert "week" not in page.query_params and "since" in page.query_params
    assert len(numbers(page)) == (LAST_DAY - week(LAST_DAY, "this")[0]).days + 1


def test_days_of_ones_own_go_before_a_week(open_page):
    page = open_page("trends", week="last", since="2026-01-20", until="2026-01-22")
    assert len(numbers(page)) == 3


def test_export_names_end_in_a_token_of_the_session(open_page):
    one, other = open_page("trends"), open_page("trends")
    assert one.session_state["export_token"] != other.session_state["export_token"]
    assert len(one.session_state["export_token"]) == 16


@pytest.mark.parametrize("role", ["clerk", "officer"])
def test_other_roles_have_no_trends(open_page, role):
    page = open_page("trends", role=role)
    assert t("zh", "login.not_allowed") in [w.value for w in page.warning]
    assert not page.get("plotly_chart") and not sentence(page)


def test_a_scope_bounds_the_numbers(open_page, county):
    shown = numbers(open_page("trends", grids=[2], days="7"))
    seen = county.value(
        "select sum(check_ins) from grid_day where day = $day and grid_id in (from scope_grids([2]))", day=LAST_DAY
    )
    assert shown[t("zh", "indicator.check_ins")].iloc[-1] == seen


def test_what_the_address_does_not_know_falls_back(open_page):
    page = open_page("trends", indicator="drop table", view="x", by="y", compare="z")
    assert_fine(page)
    assert t("zh", "indicator.check_ins") in numbers(page).columns


def test_a_foreign_grid_falls_back(open_page):
    page = open_page("trends", grids=[2], grid="990101101")
    assert_fine(page)
    assert "grid" not in page.query_params
    assert numbers(page).equals(numbers(open_page("trends", grids=[2])))


def test_empty_store_and_empty_period(open_page):
    empty = open_page("trends", store=empty_store())
    assert_fine(empty)
    assert t("zh", "overview.empty") in [i.value for i in empty.info]
    quiet = open_page("trends", since="2025-06-01", until="2025-06-07")
    assert_fine(quiet)
    assert t("zh", "overview.no_days") in [i.value for i in quiet.info]


def test_labels_are_kept_apart_and_close_to_their_lines():
    places = charts.apart([10, 11, 12, 90], 5)
    assert places == [6, 11, 16, 90]
    assert min(charts.apart([0, 0, 0], 5)) >= 0


def test_steps_of_an_axis_are_round():
    assert charts.round_steps(4829) == [0, 2000, 4000, 6000]
    assert charts.round_steps(3) == [0, 1, 2, 3]
    assert charts.round_steps(1.0, whole=False) == [0, 0.25, 0.5, 0.75, 1.0]
    assert charts.round_steps(0) == [0, 1]


def test_names_from_spreadsheets_do_not_become_markdown():
    assert charts.escape("[x](y) **b** :red[z]") == r"\[x\](y) \*\*b\*\* \:red\[z\]"


def test_grids_of_one_name_are_told_apart():
    frame = pd.DataFrame({"grid_id": [1, 2, 1, 2], "name": ["新村"] * 4})
    assert list(distinct(frame).name) == ["新村", "新村 (2)", "新村", "新村 (2)"]


def test_the_mean_waits_for_four_days():
    assert moving(pd.Series([1.0, 2, 3, 4])).isna().tolist() == [True, True, True, False]
