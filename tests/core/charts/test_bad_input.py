"""Tables of which nothing, or nothing misleading, can be drawn: rows in, charts or a plain refusal out."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from core.charts import charts_of, sheet_of
from core.charts.choices import chosen, kinds, splits
from core.charts.reading import Given
from core.charts.values import units_mixed
from core.charts.wording import title_words

MANY = 3_000


def sheet(columns: dict[str, list], title: str = ""):
    return sheet_of(Given("表", title, "", pd.DataFrame(columns, dtype=object)))


def kinds_of(columns: dict[str, list]) -> set[tuple[str, str, str]]:
    return {(c.proposal.kind, c.proposal.x, c.proposal.y) for c in charts_of(sheet(columns))}


@pytest.mark.parametrize(
    "columns",
    [
        {"乡镇": ["横州镇"], "人数": ["3"]},  # one row
        {"备注": ["一", "二", "三"]},  # one column, each value once
        {"甲": [None, None], "乙": [None, None]},  # nothing in it
        {"姓名": ["甲", "乙", "丙"], "身份证号": ["450127199001010011", "450127199001010022", "450127199001010033"]},
        {"人数": ["5", "5", "5", "5"]},  # all the same
    ],
)
def test_nothing_to_draw(columns):
    assert kinds_of(columns) == set()


def test_a_column_of_kinds_alone_is_counted():
    assert {("bar", "类别", "rows")} <= kinds_of({"类别": ["甲", "乙", "甲", "丙", "丙", "甲"]})


def test_a_million_kinds_are_no_bars():
    found = charts_of(
        sheet({"流水": [f"票据{n}号说明" for n in range(MANY)], "金额": [str(n % 97) for n in range(MANY)]})
    )
    assert all(c.proposal.x != "流水" for c in found)
    assert all(len(c.data) <= 2_000 for c in found)


def test_long_lists_are_the_largest_and_the_rest():
    names = [f"村{chr(0x4E00 + n)}" for n in range(50)]
    table = sheet({"村名": names * 2, "人数": [str(n + 1) for n in range(50)] * 2, "性别": ["男"] * 50 + ["女"] * 50})
    bar = next(c for c in charts_of(table) if c.proposal.kind == "bar" and c.proposal.x == "村名")
    assert len(bar.data) == 20
    assert bar.data["y"].sum() == 2 * sum(range(1, 51))  # nothing is lost


def test_mixed_units_are_told_and_never_drawn_together():
    column = ["12亩", "30人", "5万元", "7亩"]
    assert units_mixed(pd.Series(column))
    assert all("数量" not in (x, y) for _, x, y in kinds_of({"项目": ["甲", "乙", "丙", "丁"], "数量": column}))


def test_totals_are_left_out_and_shares_are_never_added_up():
    found = charts_of(sheet({"学校": ["一小", "二小", "三小", "合计"], "合格率(%)": ["90", "70", "80", "80"]}))
    bar = next(c for c in found if c.proposal.x == "学校")
    assert set(bar.data["x"]) == {"一小", "二小", "三小"}
    assert bar.proposal.aggregate == "mean"


def test_what_a_reader_may_choose_misleads_nobody():
    table = sheet({"乡镇": list("甲乙丙丁戊己") * 2, "月份": ["2020年1月"] * 6 + ["2020年2月"] * 6, "人数": [str(n) for n in range(1, 13)], "比例": ["10%", "20%"] * 6})  # fmt: skip
    assert "pie" not in kinds(table, "乡镇", "人数")  # six parts
    assert "line" not in kinds(table, "乡镇", "人数")  # no order
    assert "line" in kinds(table, "月份", "人数")
    assert splits(table, "月份", "比例", "line") == []  # shares of shares
    assert chosen(table, "乡镇", "比例", None, "bar").aggregate == "mean"
    assert chosen(table, "月份", "人数", "乡镇", "bar").kind == "bars"


def test_small_places_are_drawn_towards_the_whole():
    """Two of three pupils are not seven in ten of a town."""
    table = sheet({"村": ["大村", "中村", "小村"], "常住人口": ["10000", "5000", "3"], "发热人数": ["100", "60", "2"]})
    rate = next(f for f in table.fields if f.name.startswith("发热人数 /"))
    assert rate.values.iloc[2] < 10
    assert abs(rate.values.iloc[0] - 1) < 0.5


def test_a_course_says_its_low():
    found = charts_of(
        sheet(
            {
                "日期": [f"2020-02-{d:02}" for d in range(1, 9)],
                "人次": ["100", "99", "98", "60", "61", "97", "99", "101"],
            }
        )
    )
    assert found[0].said.code == "dipped"
    assert found[0].said.fields["low"] == 60


def test_a_hundred_thousand_rows_are_few_points():
    rows = 100_000
    table = sheet({"日期": [f"2020-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(rows)], "乡镇": [f"第{n % 17}镇" for n in range(rows)], "人次": [str(n % 101) for n in range(rows)]})  # fmt: skip
    found = charts_of(table)
    assert 4 <= len(found) <= 6
    assert max(len(c.data) for c in found) < 6_000


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_span_of_one_value_is_told_as_that_value(lang):
    """Every kind twelve times, and one amount in every row: neither “12 to 12” nor “3 to 3”."""
    found = charts_of(sheet({"品名": [f"货{chr(65 + n % 5)}" for n in range(60)], "金额": ["3"] * 60}))
    titles = [title_words(lang, chart) for chart in found]
    assert titles and not [w for w in titles if re.search(r"(\d+)\D*(至|to|and)\D*\1\b", w)]


def test_amounts_in_several_units_are_no_kinds():
    found = kinds_of(
        {"品名": [f"货{n % 5}" for n in range(60)], "重量": [f"{n % 3 + 1}{('吨', '斤')[n % 2]}" for n in range(60)]}
    )
    assert found and "重量" not in {name for _, *both in found for name in both}
