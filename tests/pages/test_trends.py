"""Trends: every view draws what the store holds, and only those who may take it away."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pandas as pd
import pytest

from core.i18n import t
from core.trends.cases import BASES, GROUPS
from pages.ui.shared import charts
from pages.ui.shared.indicators import distinct
from pages.ui.trends.series import COMPARES, VIEWS, moving
from tests.county import FIRST_DAY, LAST_DAY, empty_store
from tests.pages.conftest import assert_fine, prepared_county

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


@pytest.fixture(scope="module")
def epidemic():
    """The county with a wave of cases: doubling in six days, reported after two."""
    made = prepared_county()
    with made.write() as db:
        number = 0
        for n in range(25):
            for _ in range(round(3 * 2 ** (n / 6))):
                number += 1
                onset = FIRST_DAY + timedelta(days=3 + n)
                kind = "confirmed" if number % 3 else "clinical"
                db.execute(
                    "insert into disease_case (case_id, person_id, case_no, onset_on, reported_on, kind) values (?, ?, ?, ?, ?, ?)",
                    [number, 1 + number % 40, f"Z{number}", onset, onset + timedelta(days=2), kind],
                )
        db.execute(
            "insert into disease_case (case_id, case_no, reported_on, kind) values (9999, 'Z', ?, 'asymptomatic')",
            [LAST_DAY],
        )
    return made


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("basis", BASES)
def test_the_epidemic_curve(open_page, epidemic, basis, group):
    lang = "en" if group == "place" else "zh"
    page = open_page("trends", store=epidemic, lang=lang, about="cases", basis=basis, group=group, days="30", ahead="1")
    assert_fine(page)
    said = sentence(page)
    assert "finding." not in said and "{" not in said
    table, counted = numbers(page), epidemic.value("select count(onset_on) from disease_case")
    groups = [c for c in table.columns if table[c].dtype == float][: 4 if group == "kind" else 2]
    if group == "kind" and basis == "onset":
        assert table[t("zh", "trends.low")].notna().any()  # the days to come
        assert table[["确诊病例", "临床诊断病例"]].sum().sum() == counted
        assert (
            "再生数" in said
            and "翻倍" in said
            and t("zh", "trends.undated.onset", count=1) in page.caption[1].value.replace("\\", "")
        )
    assert groups


def test_cases_per_ten_thousand(open_page, epidemic):
    shown = numbers(open_page("trends", store=epidemic, about="cases", group="place", per="1", days="30"))
    assert set(shown.iloc[:, 0]) == {"东镇", "西镇"}
    rate = shown.set_index(t("zh", "trends.grid"))
    of = rate[t("zh", "trends.cases_of")] / pd.Series({"东镇": 30, "西镇": 10}) * 1e4
    assert (rate[t("zh", "trends.rate_of")] - of[rate.index]).abs().max() < 0.01


def test_no_list_of_cases_says_so(open_page):
    page = open_page("trends", about="cases")
    assert_fine(page)
    assert page.info[0].value == t("zh", "trends.no_list")


def test_a_forecast_with_what_earlier_ones_missed(open_page):
    page = open_page("trends", days="14", ahead="1", compare="none")
    assert_fine(page)
    shown = numbers(page)
    assert len(shown) == 14 + 7
    bounds = shown[[t("zh", "trends.low"), t("zh", "trends.high")]]
    assert bounds.tail(7).notna().all().all() and shown[t("zh", "indicator.check_ins")].tail(7).isna().all()
    judged = shown[t("zh", "trends.inside")].dropna()
    assert len(judged) == 7 and "落在区间内" in sentence(
        page
    )  # thirty days: one earlier forecast had three weeks before it


def test_weekdays_and_holidays_are_taken_out_of_a_comparison(open_page):
    page = open_page("trends", days="14", compare="adjusted")
    assert_fine(page)
    assert "校正" in sentence(page)
    assert numbers(page)[t("zh", "trends.compared.adjusted")].notna().sum() == 7
    assert (
        "adjusted" not in open_page("trends", indicator="coverage", compare="adjusted").session_state["trends_compare"]
    )


def test_per_ten_thousand_people(open_page):
    plain, per = (numbers(open_page("trends", days="7", by="grid", **given)) for given in ({}, {"per": "1"}))
    assert (per["西镇"] - plain["西镇"] / 10 * 1e4).abs().max() < 1e-6


def test_what_happened_meanwhile_is_switched_for_all(open_page):
    page = open_page("trends", days="30")
    assert any("元旦" in c.value for c in page.caption)
    page.toggle("trends_marks").set_value(False).run()
    assert not any("元旦" in c.value for c in page.caption)
    assert not any("元旦" in c.value for c in open_page("trends", days="30", marks="0").caption)


def test_marks_stand_on_other_pages_too(open_page, epidemic):
    with epidemic.write() as db:
        db.execute(
            "insert into risk_area (area_id, name, level, code, since, added_by, added_at) values (1, '武汉市', 'high', '4201', ?, 'a', ?)",
            [LAST_DAY - timedelta(days=3), LAST_DAY],
        )
    for page, params in (("classes", {}), ("trends", {})):
        shown = open_page(page, store=epidemic, days="14", **params)
        assert_fine(shown)
        told = any("武汉市列为高风险地区" in c.value for c in shown.caption)
        assert told, page
    drawn = [block.proto.body for block in open_page("overview", store=epidemic).get("html")]
    assert any("武汉市列为高风险地区" in body and "marks=0" in body for body in drawn)


def test_movement_between_towns(open_page, epidemic):
    assert open_page("trends", about="travel").info[0].value == t("zh", "trends.no_travel")
    with epidemic.write() as db:
        db.execute("insert into flow_day values (?, 4, 10, 6), (?, 10, 4, 2)", [LAST_DAY, LAST_DAY])
    page = open_page("trends", store=epidemic, about="travel", days="7")
    assert_fine(page)
    assert "东镇→西镇" in sentence(page)
    assert numbers(page).iloc[:, 2].tolist() == [6, 2]
    assert page.table[0].value[t("zh", "trends.net")].tolist() == ["4", "-4"]
