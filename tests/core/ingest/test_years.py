"""Dates without a year: by the list's other dates, by its title; told where nothing says the year."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.core.ingest.files import store_file, workbook
from tests.county import make_county

G = "990101100001001"


@pytest.fixture
def county():
    return make_county()


def arrivals(county, tmp_path, days: list[str], title: str | None = None) -> tuple[list, list]:
    """(days stored, (row, code) of what is told)"""
    rows = [["姓名", "网格", "联系电话", "返乡时间"]]
    rows += [
        [f"韦新{n}".translate(str.maketrans("0123456789", "零一二三四五六七八九")), G, f"1370000{n:04d}", day]
        for n, day in enumerate(days)
    ]
    report = store_file(county, workbook(tmp_path / "f.xlsx", {"表": rows}, title))
    found = county.run("select arrived_on from person where person_id > 40 order by person_id").fetchall()
    return [day for (day,) in found], [(i["row"], i["code"]) for i in report["sheets"][0]["issues"]]


def test_by_the_other_dates_of_the_list(county, tmp_path):
    days = ["1月21日", "2020-01-22", "1.23", "2月2日", "11月20日"]
    assert arrivals(county, tmp_path, days, "2020年春节返乡人员名单") == (
        [date(2020, 1, 21), date(2020, 1, 22), date(2020, 1, 23), date(2020, 2, 2), date(2019, 11, 20)],
        [(7, "date_year_near")],
    )


@pytest.mark.parametrize("title", ["2020年春节返乡人员名单", "返乡人员（2020年2月）", "截至2020.2.3"])
def test_by_the_title(county, tmp_path, title):
    assert arrivals(county, tmp_path, ["1月21日", "2/2", "1.23"], title) == (
        [date(2020, 1, 21), date(2020, 2, 2), date(2020, 1, 23)], [],
    )  # fmt: skip


def test_where_nothing_says_the_year_it_is_told(county, tmp_path):
    days, told = arrivals(county, tmp_path, ["1月21日"])
    assert (days, told) == ([date(2026, 1, 21)], [(2, "date_year_today")])


def test_a_day_of_no_year_is_no_date_and_nothing_else(county, tmp_path):
    assert arrivals(county, tmp_path, ["3月40日"]) == ([None], [(2, "date_bad")])


def test_moments_too(county, tmp_path):
    rows = [
        ["联系电话", "姓名", "网格", "扫码时间", "方向"],
        ["13900000001", None, G, "2月1日 8:05", "进"],
        ["13900000001", None, G, "2020-02-02 08:00", "进"],
    ]
    store_file(county, workbook(tmp_path / "f.xlsx", {"表": rows}))
    seen = county.run("select scanned_at from check_in where scanned_at < timestamp '2021-01-01' order by 1").fetchall()
    assert seen == [(datetime(2020, 2, 1, 8, 5),), (datetime(2020, 2, 2, 8, 0),)]
