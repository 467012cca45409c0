"""Numbers that are marks, measurements, moments or months: none is added up, and each is drawn as what it is."""

from __future__ import annotations

import math
import random

import pandas as pd

from core.charts import charts_of, sheet_of
from core.charts.fields import Role
from core.charts.figures import Chart
from core.charts.reading import Given
from core.charts.shape import Sheet
from core.charts.wording import title_words

CHANCE = random.Random(1)


def sheet(columns: dict[str, list]) -> Sheet:
    texts = {name: [None if v is None else str(v) for v in values] for name, values in columns.items()}
    return sheet_of(Given("表", "", "", pd.DataFrame(texts, dtype=object)))


def first(columns: dict[str, list]) -> Chart:
    return charts_of(sheet(columns))[0]


def drawn(columns: dict[str, list]) -> tuple[str, str, str, str | None]:
    p = first(columns).proposal
    return p.kind, p.x, p.y, p.colour


def test_marks_on_a_scale_are_counted_by_mark():
    answers = {"编号": range(63), "服务态度": [n % 5 + 1 for n in range(63)], "环境": [n % 4 + 1 for n in range(63)]}
    assert drawn(answers) == ("bar", "服务态度", "rows", None)
    assert list(first(answers).data["x"]) == ["1", "2", "3", "4", "5"]


def test_few_cases_a_day_are_no_marks():
    days = [f"2021-03-{n:02}" for n in range(1, 29)]
    assert drawn({"日期": days, "死亡": [n % 4 for n in range(28)]}) == ("line", "日期", "死亡", None)


def test_measurements_are_set_beside_each_other_and_never_added_up():
    long = [4 + CHANCE.random() * 4 for _ in range(60)]
    plants = {
        "kind": ["a", "b", "c"] * 20,
        "petal": [f"{v:.2f}" for v in long],
        "sepal": [f"{v * 0.6 + 0.3 * CHANCE.random():.2f}" for v in long],
    }
    assert sheet(plants).named("petal").role == Role.RATE
    assert drawn(plants) == (
        "scatter",
        "petal",
        "sepal",
        None,
    )  # twenty of each kind were taken: how many tells nothing


def test_a_day_told_by_the_hour_is_drawn_by_the_hour():
    hours = [f"2021-07-20 {h:02}:00" for h in range(24)]
    chart = first(
        {"时间": hours * 2, "站": ["甲站"] * 24 + ["乙站"] * 24, "雨量(mm)": [abs(12 - h % 24) for h in range(48)]}
    )
    assert (chart.proposal.kind, chart.proposal.x, chart.proposal.colour, chart.grain) == ("line", "时间", "站", "hour")
    assert chart.data["x"].nunique() == 24
    assert "时" in title_words("zh", chart) and ":00" in title_words("en", chart)


def test_months_of_no_year_are_times():
    table = {"乡镇": ["甲镇", "乙镇", "丙镇"], **{f"{m}月": [m, 2 * m, 20 - m] for m in range(1, 13)}}
    chart = first(table)
    assert (chart.proposal.kind, chart.proposal.colour, chart.grain) == ("line", "乡镇", "month_alone")
    assert "1月" in title_words("zh", chart) and "Jan" in title_words("en", chart)


def test_rows_of_different_units_are_never_added_up():
    table = {
        "指标": ["在校生(人)", "学校(所)", "教师(人)"],
        **{f"{y}年": [6000 + y, 60, 300] for y in range(2018, 2024)},
    }
    found = charts_of(sheet(table))
    assert [(c.proposal.kind, c.proposal.colour) for c in found] == [("line", "指标")]
    assert not any(v.isdigit() for v in title_words("zh", found[0]))


def test_what_was_answered_before_who_answered():
    ages, said = (
        (["18-24", "25-34", "35-44"] * 21)[:62],
        (["Satisfied", "Neutral", "Very satisfied", "Dissatisfied"] * 16)[:62],
    )
    assert drawn({"id": range(62), "age_group": ages, "satisfaction": said})[1] == "satisfaction"
    assert list(first({"id": range(62), "age_group": ages, "satisfaction": said}).data["x"]) == ["Dissatisfied", "Neutral", "Satisfied", "Very satisfied"]  # fmt: skip


def test_each_hour_of_each_day_is_a_timetable():
    days, hours = ["周一", "周二", "周三", "周四", "周五"], [f"{h}:00" for h in range(8, 18)]
    rows = [(d, h) for d in days for h in hours]
    table = {
        "星期": [d for d, _ in rows],
        "时段": [h for _, h in rows],
        "人次": [30 + n % 17 for n in range(len(rows))],
    }
    assert drawn(table)[0] == "heatmap"
    assert list(sheet(table).named("时段").levels) == hours


def test_a_share_that_the_table_tells_is_not_told_twice():
    sizes = [40 * 2**n for n in range(8)]
    parts = [math.floor(s * (0.5 + n / 20)) for n, s in enumerate(sizes)]
    table = {"乡镇": [f"{n}镇" for n in "甲乙丙丁戊己庚辛"], "应接种": sizes, "已接种": parts, "接种率": [f"{p / s:.2%}" for p, s in zip(parts, sizes, strict=True)]}  # fmt: skip
    measured = {c.proposal.y for c in charts_of(sheet(table))}
    assert "接种率" in measured and "已接种 / 应接种" not in measured


def test_measures_alone_that_go_together_are_set_beside_each_other():
    hours = [CHANCE.random() * 20 for _ in range(80)]
    table = {"student": [f"s{n}" for n in range(80)], "hours": [f"{h:.1f}" for h in hours], "score": [f"{40 + 2 * h + 9 * CHANCE.random():.0f}" for h in hours]}  # fmt: skip
    assert drawn(table)[0] == "scatter"


def test_a_column_headed_name_names_people_only_where_it_does():
    wards = [f"{n}医院" for n in "东南西北中"]
    assert drawn({"name": wards, "beds": [20, 40, 60, 90, 10]})[:2] == ("bar", "name")
    assert sheet({"name": ["王芳", "李强", "张伟", "刘洋"], "n": [1, 2, 3, 4]}).named("name").role == Role.IDENTIFIER
