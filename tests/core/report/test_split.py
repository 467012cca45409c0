"""Rows in, sentence out: which parts made a change is said by the fewest that hold most of it, and never of noise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.report.findings import indicator_finding
from core.report.split import common, made_by, smallest
from core.report.wording import placed, word


def parts(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["part", "value", "now", "earlier"])


def said(rows: pd.DataFrame, *, up: bool = True, lang: str = "zh", **whole: float) -> str:
    clauses = made_by(rows, up=up, **whole)
    return word(lang, placed(lang, tuple(clauses))) if clauses else ""


@pytest.mark.parametrize(
    ("moved", "chosen"),
    [
        ({"a": 60, "b": 30, "c": 10}, ["a"]),
        ({"a": 50, "b": 30, "c": 20}, ["a", "b"]),
        ({"a": 25, "b": 25, "c": 25, "d": 25, "e": 1}, ["a", "b", "c"]),
        ({name: 10 for name in "abcdefgh"}, []),  # too many to be named
        ({"a": -5, "b": 0}, []),
    ],
)
def test_the_fewest_that_hold_most(moved, chosen):
    assert smallest(pd.Series(moved, dtype=float)) == chosen


@pytest.mark.parametrize(
    ("rows", "up", "sentence"),
    [
        # one unit made nearly all of it, of all ages alike
        ([("unit", "糖厂", 190, 20), ("unit", "东镇中学", 42, 40), ("age", "18", 150, 40), ("age", "60", 90, 25)], True, "几乎全部在糖厂"),
        # it had that part of the figure before: no finding
        ([("unit", "糖厂", 800, 600), ("unit", "东镇中学", 90, 70)], True, ""),
        ([("home", "横州镇", 40, 300), ("home", "六景镇", 210, 230)], False, "九成多是横州镇的居民" ),
        ([("class", "home_quarantine", 90, 5), ("class", "returnee", 12, 10)], True, "几乎全部是居家隔离"),
        ([("age", "0", 70, 8), ("age", "18", 30, 29)], True, "几乎全部不满7岁"),
    ],
)  # fmt: skip
def test_what_made_the_change_is_said_of_each_dimension(rows, up, sentence):
    found = said(parts(*rows), up=up)
    assert found == sentence
    assert bool(said(parts(*rows), up=up, lang="en")) is bool(sentence)


def test_a_set_that_holds_little_of_the_whole_is_not_told():
    """Units hold 140 of four hundred more: most came elsewhere."""
    rows = parts(("unit", "糖厂", 160, 20), ("unit", "东镇中学", 30, 30))
    assert said(rows, now=900.0, earlier=500.0) == "" and said(rows) != ""


def test_pure_noise_is_silent():
    """The same Poisson rate on both days in every value of every dimension: of two hundred tables at most one or two by chance."""
    rng = np.random.default_rng(7)
    told = 0
    for _ in range(200):
        count = int(rng.integers(2, 12))
        rate = rng.uniform(1, 200, count)
        rows = parts(*(("unit", str(n), *map(float, rng.poisson(rate[n], 2))) for n in range(count)))
        told += any(said(rows, up=up) for up in (True, False))
    assert told <= 2


def test_a_rise_that_is_everywhere_alike_is_of_nobody():
    rng = np.random.default_rng(3)
    rate = rng.uniform(20, 400, 8)
    rows = parts(*(("home", str(n), float(rng.poisson(2 * rate[n])), float(rng.poisson(rate[n]))) for n in range(8)))
    assert said(rows) == ""


@pytest.mark.parametrize(
    ("kind", "rows", "sentence"),
    [
        ("alerts", [("class", "home_quarantine", 18, 60)], "涉及的 20 人中 18 人属于居家隔离"),
        ("gone", [("age", "60", 17, 150), ("age", "18", 3, 700)], "离开的 20 人中 17 人60岁以上"),
        ("late", [("grid", "甲镇", 16, 200), ("grid", "乙镇", 4, 300)], "其中 16 项在甲镇"),
        ("late", [("measure", "temperature", 20, 900)], ""),  # as many as of all that is due
    ],
)
def test_what_most_of_them_share_is_said_beyond_their_part_of_everybody(kind, rows, sentence):
    frame = pd.DataFrame(rows, columns=["part", "value", "entered", "people"]).assign(all_entered=20, all_people=1000)
    assert word("zh", tuple(common(frame, said=kind))) == sentence
    assert bool(word("en", tuple(common(frame, said=kind)))) is bool(sentence)


def test_of_a_period_it_stands_behind_the_townships():
    days = pd.date_range("2026-02-01", periods=7)
    now, before = (
        pd.DataFrame(
            {"day": days, "check_ins": [n] * 7, "entries": [n] * 7, "coverage": [1.0] * 7, "expected": [n] * 7}
        )
        for n in (200.0, 100.0)
    )
    children = pd.DataFrame({"grid_id": [1, 2], "name": ["甲镇", "乙镇"], "entries": [1000.0, 400.0]})
    earlier = children.assign(entries=[350.0, 350.0])
    who = made_by(
        parts(("unit", "糖厂", 800.0, 120.0), ("unit", "中学", 30.0, 30.0)), up=True, now=1400.0, earlier=700.0
    )
    words = word("zh", indicator_finding(now, before, children, earlier, indicator="entries", parts=who))
    assert words.index("甲镇") < words.index("糖厂")
