"""今日研判: rows in, statements out; the same rows in another order say the same."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.report import word
from core.report.situation import Changed, changed, untrusted, worst

NAMES = {1: "横州镇", 2: "峦城镇", 3: "百合镇", 4: "云表镇"}


def standing(*rows):
    """(grid_id, detector, severity, alerts)"""
    return pd.DataFrame(rows, columns=["grid_id", "detector", "severity", "alerts"]).assign(waiting=0)


def codes(statement):
    return [c.code for c in statement.finding]


def test_the_fewest_places_that_hold_half_are_the_worst():
    rows = standing((1, "fever", "high", 12), (1, "missing_feed", "high", 3), (2, "fever", "high", 9), (3, "rate_rise", "high", 8), (4, "fever", "low", 40))  # fmt: skip
    said = worst(rows, NAMES)
    assert said.grids == (1, 2)
    assert word("zh", said.finding) == "横州镇、峦城镇最重：严重预警 24 条，占近八成，主要是发热（21 条）"


def test_one_place_that_holds_all():
    said = worst(standing((2, "rate_rise", "high", 4)), NAMES)
    assert codes(said) == ["worst_all", "mainly"] and said.grids == (2,)


def test_many_places_alike_are_scattered_and_the_first_is_named():
    rows = standing(*((grid, kind, "high", 1) for grid, kind in enumerate("abcdefgh", start=1)))
    said = worst(rows, {n: f"{n}村" for n in range(1, 9)})
    assert codes(said) == ["scattered"]
    assert said.finding[0].fields == {"value": 8, "count": 8, "name": "1村", "most": 1}


def test_what_stands_with_the_grid_itself_counts_in_the_whole_but_is_no_place_below():
    said = worst(standing((9, "fever", "high", 30), (1, "fever", "high", 10)), NAMES)
    assert codes(said)[0] == "scattered" and said.finding[0].fields["value"] == 40


def test_a_place_without_any_below_names_none():
    assert codes(worst(standing((9, "fever", "high", 3)), {})) == ["severe", "mainly"]


def test_calm_is_said():
    assert codes(worst(standing(), NAMES)) == ["calm"]
    said = worst(standing((1, "fever", "low", 4)), NAMES)
    assert word("zh", said.finding) == "没有严重预警，另有 4 条未结"


def outsiders(now, earlier, *, code="outsiders"):
    by_child = pd.DataFrame({"grid_id": list(NAMES), "name": list(NAMES.values()), "now": now, "earlier": earlier})
    return Changed("indicator", code, float(sum(now)), float(sum(earlier)), date(2020, 3, 5), by_child)


def test_who_made_the_change_is_named_and_not_who_holds_most():
    said = changed([outsiders([500, 400, 300, 0], [540, 0, 0, 0])])
    assert said.grids == (2, 3)
    assert word("zh", said.finding) == "外来人次由3月5日的 540 增至 1,200 人次，新增集中在峦城镇、百合镇（此前为 0）"


def test_the_largest_change_is_told_and_small_numbers_do_not_shout():
    loud = outsiders([2, 0, 0, 0], [0, 0, 0, 0], code="entries")
    said = changed([loud, outsiders([900, 0, 0, 0], [300, 0, 0, 0])])
    assert said.code == "outsiders"


def test_a_fall_names_who_fell():
    said = changed([outsiders([100, 300, 0, 0], [500, 290, 0, 0])])
    assert codes(said) == ["fell", "mostly_in"] and said.grids == (1,)


def test_steady_figures_say_nothing():
    assert changed([outsiders([100, 100, 0, 0], [105, 100, 0, 0])]) is None


def days(*coverage):
    return pd.DataFrame({"coverage": list(coverage)})


PLACES = pd.DataFrame({"name": ["横州镇", "百合镇"], "coverage": [0.95, 0.61]})


def test_silent_feeds_come_before_all():
    said = untrusted(standing((1, "missing_feed", "high", 4)), days(0.9), PLACES, silent=["城西社区", "凤合村", "丙村"])
    assert said.about == "feeds"
    assert word("zh", said.finding) == "4 处断数，城西社区、凤合村等处的“0”不可信"


def test_coverage_of_the_last_day_is_judged():
    low = untrusted(standing(), days(0.95, 0.7), PLACES, silent=[])
    assert codes(low) == ["coverage_low", "lowest"] and low.finding[1].fields["name"] == "百合镇"
    assert codes(untrusted(standing(), days(0.7, 0.95), PLACES, silent=[])) == ["coverage_good", "lowest"]
    assert codes(untrusted(standing(), days(), PLACES.iloc[:0], silent=[])) == ["no_coverage"]
