"""Rows in, sentences out: what is told of a day, in which order, and that noise is silent."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.report.ranked import ranked
from core.report.situation import Changed
from core.report.wording import word

NAMES = {1: "甲镇", 2: "乙镇", 3: "丙镇", 4: "丁镇", 5: "戊镇"}
DAY = date(2026, 3, 5)
GOOD = pd.DataFrame({"day": [pd.Timestamp("2026-03-08")], "coverage": [0.97], "outsiders": [100.0]})
NONE = pd.DataFrame({"grid_id": [], "detector": [], "severity": [], "alerts": [], "waiting": []})
CHILDREN = pd.DataFrame({"name": ["甲镇"], "coverage": [0.97]})


def stands(*rows: tuple) -> pd.DataFrame:
    """(grid, detector, severity, alerts) each."""
    return pd.DataFrame([(*row, 0) for row in rows], columns=["grid_id", "detector", "severity", "alerts", "waiting"])


def figure(code: str, now: float, earlier: float, places: dict[int, tuple[float, float]] | None = None) -> Changed:
    each = places or {1: (now, earlier)}
    below = pd.DataFrame(
        [(g, NAMES[g], a, b) for g, (a, b) in each.items()], columns=["grid_id", "name", "now", "earlier"]
    )
    return Changed("indicator" if code == "outsiders" else "class", code, now, earlier, DAY, below)


def told(
    standing=NONE,
    figures=(),
    *,
    bands=None,
    tasks=None,
    silent=(),
    days=GOOD,
    classes=None,
    entered=None,
    parts=None,
    late=None,
    singly=(),
) -> list[str]:
    found = ranked(
        standing,
        NAMES,
        list(figures),
        bands=bands or {},
        tasks=tasks or {},
        days=days,
        children=CHILDREN,
        silent=list(silent),
        classes=classes,
        entered=entered,
        parts=parts,
        late=late,
        singly=frozenset(singly),
    )
    return [word("zh", one.statement.finding) for one in found]


def test_a_quiet_day_says_nothing():
    assert told() == []
    assert told(stands((1, "fever", "low", 4)), tasks={"open": 90, "overdue": 9, "done": 5}) == []


def test_the_weightiest_stands_first_and_no_kind_is_told_twice():
    many = stands(
        (1, "fever", "high", 12),
        (2, "fever", "high", 5),
        (3, "quarantine_breach", "high", 4),
        (4, "quarantine_breach", "high", 1),
        (5, "missing_feed", "high", 2),
    )
    grown = figure("outsiders", 1761, 500, {1: (1011, 300), 2: (298, 60), 3: (452, 140)})
    found = told(
        many,
        [grown],
        bands={"outsiders": (400, 700)},
        tasks={"open": 484, "overdue": 1705, "done": 3493},
        silent=["城西社区"],
    )
    assert found[0].startswith("甲镇") and "严重预警" in found[0] and "发热" in found[0]
    assert any("隔离" in words and "丙镇" in words for words in found), "the places that hold half of it"
    assert sum("发热" in words for words in found) == 1
    assert any("外来人次" in words and "甲镇" in words for words in found)
    assert any("1,705" in words or "1705" in words for words in found) and any("断数" in words for words in found)
    assert len(found) == len(set(found))


def test_every_further_case_is_told_before_all_else():
    many = stands((1, "fever", "high", 60))
    case = figure("confirmed", 41, 40, {2: (1, 0)})
    assert not any("确诊" in words for words in told(many, [case])), "by chance alone nobody would tell it"
    assert "确诊" in told(many, [case], singly=["confirmed"])[0]
    assert not any("确诊" in words for words in told(many, [figure("confirmed", 40, 41)], singly=["confirmed"]))
    assert not any("确诊" in words for words in told(many, [figure("confirmed", 40, 40)], singly=["confirmed"]))


def test_what_cant_be_believed_is_told_however_much_else_there_is():
    kinds = ("fever", "quarantine_breach", "contact_at_large", "untruthful_declaration", "impossible_movement", "shared_account", "key_attention_exit", "silent_resident")  # fmt: skip
    found = told(stands(*((n % 5 + 1, kind, "high", 30) for n, kind in enumerate(kinds)), (1, "missing_feed", "high", 2)), silent=["城西社区"])  # fmt: skip
    assert len(found) == 8
    assert "断数" in found[-1]


@pytest.mark.parametrize(
    ("now", "earlier", "bands", "said"),
    [
        (700, 500, {"outsiders": (300, 720)}, False),  # within what was expected
        (700, 500, {"outsiders": (300, 690)}, True),
        (200, 500, {"outsiders": (300, 690)}, True),
        (12, 8, {}, False),  # chance brings as much
        (60, 20, {}, True),
    ],
)
def test_a_change_is_told_when_it_is_more_than_chance(now, earlier, bands, said):
    assert bool(told(figures=[figure("outsiders", now, earlier)], bands=bands)) is said


def test_pure_noise_is_silent():
    """Poisson counts of one rate, today beside three days before: of 400 pairs at most a few by chance."""
    rng = np.random.default_rng(5)
    pairs = rng.poisson(rng.uniform(1, 300, 400)[:, None], (400, 2))
    assert sum(bool(told(figures=[figure("home_quarantine", float(a), float(b))])) for a, b in pairs) <= 4


def who_entered(*rows: tuple) -> pd.DataFrame:
    """(part, value, entered, people) each, of twenty that are new among a thousand."""
    columns = ["part", "value", "entered", "people"]
    return pd.DataFrame(rows, columns=columns).assign(
        **{"class": "home_quarantine"}, side="came", all_entered=20, all_people=1000
    )


@pytest.mark.parametrize(
    ("entered", "said", "unsaid"),
    [
        ((("unit", "东镇中学", 14, 60), ("unit", "糖厂", 2, 90)), "14 人在东镇中学", "糖厂"),
        (
            (("unit", "东镇中学", 8, 60), ("unit", "糖厂", 6, 90)),
            "14 人在东镇中学、糖厂",
            "岁",
        ),  # the fewest that hold most
        ((("unit", "大学城", 14, 800),), "", "大学城"),  # as many as everywhere
        ((("age", "60", 16, 200), ("age", "18", 4, 600)), "16 人60岁以上", "18"),
        ((("age", "18", 13, 600), ("age", "60", 7, 200)), "", "岁"),
    ],
)
def test_what_the_new_ones_have_in_common_is_told_where_chance_does_not_bring_it(entered, said, unsaid):
    (words,) = told(figures=[figure("home_quarantine", 30, 10)], entered=who_entered(*entered))
    assert said in words and unsaid not in words


def test_other_classes_are_told_together_once():
    classes = pd.DataFrame(
        [("home_quarantine", 30, 10), ("contact", 40, 12), ("key_attention", 65, 66), ("returnee", 99, 200)],
        columns=["class", "people", "before"],
    ).astype({"before": float})
    found = told(figures=[figure("home_quarantine", 30, 10)], classes=classes)
    assert len(found) == 2
    other = next(words for words in found if "其他地区返乡" in words)
    assert "101" in other and "28" in other and "居家隔离" not in other and "重点关注" not in other


def test_what_was_not_there_at_all_weighs_more():
    found = told(figures=[figure("home_quarantine", 30, 10), figure("fever", 20, 0)])
    assert "发热" in found[0]


def test_who_left_and_whom_alerts_are_about_and_where_late_work_gathers_are_told():
    gone = who_entered(("unit", "东镇中学", 14, 60)).assign(side="gone")
    (words,) = told(figures=[figure("home_quarantine", 10, 40)], entered=gone)
    assert "离开的 20 人中 14 人在东镇中学" in words
    about = who_entered(("class", "home_quarantine", 18, 60)).assign(side="alert", **{"class": ""})
    (words,) = told(stands((1, "fever", "high", 20)), entered=about)
    assert "18 人属于居家隔离" in words
    late = who_entered(("grid", "甲镇", 18, 200))
    words = told(tasks={"open": 10, "overdue": 30, "done": 40}, late=late)[-1]
    assert "18 项在甲镇" in words


def test_a_visit_figure_names_the_units_and_homes_that_made_it():
    split = pd.DataFrame(
        [
            ("unit", "糖厂", 160.0, 20.0),
            ("unit", "医院", 60.0, 55.0),
            ("home", "己镇", 190.0, 30.0),
            ("home", "庚镇", 80.0, 70.0),
        ],
        columns=["part", "value", "now", "earlier"],
    )
    (words,) = told(
        figures=[figure("outsiders", 700, 500)], bands={"outsiders": (300, 690)}, parts={"outsiders": split}
    )
    assert "七成在糖厂" in words and "八成是己镇的居民" in words


def test_one_of_a_grave_kind_is_told_and_two_in_two_places_are_not_gathered_in_one():
    stands = pd.DataFrame(
        [(1, "fever", "high", 20, 0), (2, "fever", "high", 3, 0), (1, "contact_at_large", "high", 1, 0), (2, "cluster_fever", "high", 1, 0), (1, "cluster_fever", "high", 1, 0)],
        columns=["grid_id", "detector", "severity", "alerts", "waiting"],
    )  # fmt: skip
    days = pd.DataFrame({"coverage": [1.0]})
    children = pd.DataFrame({"grid_id": [1, 2], "name": ["东镇", "西镇"], "coverage": [1.0, 1.0]})
    given = {"bands": {}, "days": days, "children": children, "silent": [], "tasks": {}}
    names = {1: "东镇", 2: "西镇"}
    assert len(ranked(stands, names, [], **given)) == 1
    told = ranked(stands, names, [], grave=("contact_at_large", "cluster_fever"), **given)
    assert [word("zh", one.statement.finding) for one in told[1:]] == [
        "发热聚集严重预警 2 条，在东镇、西镇",
        "密接未管控严重预警 1 条，在东镇",
    ]
