"""Tables as people outside write them: dates in English and with points, what is less than nothing in brackets, decimal commas; and titles that say nothing untrue of them."""

from __future__ import annotations

import pandas as pd
import pytest

from core.charts import charts_of, sheet_of
from core.charts.reading import Given, read_tables
from core.charts.values import days, numbers
from core.charts.wording import title_words
from tests.county import empty_store


def of(columns: dict[str, list], lang: str = "zh") -> list[tuple]:
    frame = pd.DataFrame({name: [str(v) for v in values] for name, values in columns.items()}, dtype=object)
    charts = charts_of(sheet_of(Given("t", "", "", frame)))
    return [(c.proposal.kind, c.proposal.x, c.proposal.y, c.proposal.aggregate, title_words(lang, c)) for c in charts]


@pytest.mark.parametrize(
    ("written", "grain"),
    [
        (["22 Mar 2026", "23 March 2026", "1st Apr 2026"], "day"),
        (["Mar 22, 2026", "March 23, 2026", "April 1, 2026"], "day"),
        (["22.03.2026", "23.03.2026", "01.04.2026"], "day"),
        (["22-Mar-26", "23-Mar-26", "01-Apr-26"], "day"),
        (["Jan-25", "Feb-25", "Mar 2025"], "month"),
    ],
)
def test_days_are_read_as_they_are_written(written, grain):
    found, told = days(pd.Series(written))
    assert told == grain and found.is_monotonic_increasing and found.notna().all()


@pytest.mark.parametrize("written", [["Lot 1", "May 5", "Sun 12"], ["A-1", "B-2", "C-3"]])
def test_other_words_are_no_days(written):
    assert days(pd.Series(written)) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["(23,456)元", "45,678元"], [-23456, 45678]),
        (["+12.3%", "-3.4%", "持平"], [12.3, -3.4, 0]),
        (["12,0", "14,4", "-3,5"], [12.0, 14.4, -3.5]),
        (["1,200", "3,400"], [1200, 3400]),
    ],
)
def test_numbers_are_read_as_they_are_written(written, read):
    assert numbers(pd.Series(written))[0].tolist() == read


def test_what_differs_is_not_said_to_be_alike():
    towns = {"Township": list("ABCDEFG"), "Coverage (%)": [81, 77, 83, 70, 79, 60, 30]}
    (title,) = [title for kind, *_, title in of(towns) if kind == "bar"]
    assert title == "G Coverage 最低：30%，其次60%", "Latin words stand apart"
    duty = {
        "部门": ["公安", "卫健", "教育", "应急", "交通"],
        "应到": [40, 25, 18, 12, 22],
        "实到": [38, 25, 15, 12, 20],
    }
    assert "差别不超出偶然" in next(title for *_, y, _how, title in of(duty) if y == "实到 / 应到")
    assert "no difference beyond chance" in next(title for *_, y, _how, title in of(duty, "en") if y == "实到 / 应到")


def test_rates_in_english_are_no_sums_and_of_the_highest_alone_nothing_is_said():
    found = of({"village": [f"V{n}" for n in range(60)], "visits per 100 people": [60 - n / 2 for n in range(60)]})
    bars = [(how, title) for kind, _x, y, how, title in found if kind == "bar" and y.startswith("visits")]
    assert bars and bars[0][0] == "mean" and "占" not in bars[0][1] and "相差" not in bars[0][1]


def test_villages_of_one_name_are_several():
    """Each township has its 西村: added up they would be a village that is nowhere. Whence and whither of journeys is no such order."""
    towns, villages = ["甲镇", "乙镇", "丙镇"], ["东村", "西村"]
    pairs = [(t, v) for t in towns for v in villages]
    table = {"镇": [t for t, _ in pairs], "村": [v for _, v in pairs], "独居": [5, 9, 12, 30, 2, 7]}
    assert any(title.startswith("乙镇西村独居最多：30") for *_, title in of(table))
    assert not any("西村独居最多：46" in title or "：39" in title for *_, title in of(table))
    journeys = {"来源地": [t for t, _ in pairs], "到达乡镇": ["A镇", "B镇"] * 3, "人数": [5, 9, 12, 30, 2, 7]}
    assert any(x == "到达乡镇" and "B镇" in title for _, x, *_, title in of(journeys))


def first_of(tmp_path, name: str, text: str) -> object:
    (tmp_path / name).write_text(text, "utf-8")
    store = empty_store()
    return charts_of(sheet_of(read_tables(store, tmp_path / name, name)[0]))


def test_months_of_an_english_table_are_times_and_its_words_are_english(tmp_path):
    found = first_of(tmp_path, "a.csv", "Product,Jan,Feb,Mar,Apr\nTea,10,20,30,40\nRice,40,30,50,20\n")
    assert (found[0].proposal.kind, found[0].proposal.x, found[0].proposal.y, found[0].proposal.colour) == (
        "line",
        "Time",
        "Value",
        "Product",
    )


def test_what_is_told_once_for_a_row_of_which_several_are_made_is_not_added_up(tmp_path):
    rows = "\n".join(f"{t}镇,{n},{2 * n},{n - 3},{n + 3}" for t, n in zip("甲乙丙丁", (50, 60, 70, 90), strict=True))
    found = first_of(tmp_path, "a.csv", f"乡镇,户数,合计人数,男,女\n{rows}\n")
    assert {"户数", "合计人数"}.isdisjoint({one.proposal.y for one in found}) and found[0].proposal.kind == "bars"


def test_weeks_are_times_and_long_kinds_are_kinds(tmp_path):
    weeks = "\n".join(f"2025-W{n:02},{20 + n % 7}" for n in range(1, 31))
    assert first_of(tmp_path, "a.csv", f"week,cases\n{weeks}\n")[0].proposal.kind == "line"
    kinds = "\n".join(f"{word} because of what was written at some length,{n}" for n, word in enumerate(("One", "Two", "Three", "Four"), 4))  # fmt: skip
    assert first_of(tmp_path, "b.csv", f"Reason,Visits\n{kinds}\n")[0].proposal.kind == "bar"


def test_what_has_another_unit_in_each_row_is_not_compared(tmp_path):
    assert not first_of(
        tmp_path, "a.csv", "项目,数值,单位\n面积,120,平方公里\n人口,98.3,万人\n产值,350,亿元\n耕地,85,万亩\n"
    )


def test_groups_above_a_header_name_its_columns_and_before_and_after_stand_beside_each_other(tmp_path):
    rows = "\n".join(f"{t}镇,{n},{n - 9},{n + 5},{n - 3}" for t, n in zip("甲乙丙丁", (50, 60, 70, 90), strict=True))
    found = first_of(tmp_path, "a.csv", f"乡镇,第一针,,第二针,\n,应种,实种,应种,实种\n{rows}\n")
    assert "第二针实种" in {one.proposal.y for one in found}
    rows = "\n".join(f"V{n},{n * 3},{n * 3 - n % 4}" for n in range(4, 16))
    assert first_of(tmp_path, "b.csv", f"Village,Before,After\n{rows}\n")[0].proposal.kind == "scatter"
