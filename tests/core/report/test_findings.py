"""Findings are made from the frames that are drawn: rows in, clauses out."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from core.i18n import words
from core.report import findings, situation, word
from core.report.wording import part
from pages.ui.overview import change

START = date(2026, 1, 12)  # a Monday


def days(check_ins, outsiders=None, *, start=START, expected=100.0, fevers=0):
    """As of `daily`; None: a day whose data are missing."""
    check_ins = [float("nan") if v is None else v for v in check_ins]
    rows = len(check_ins)
    frame = pd.DataFrame(
        {
            "day": [pd.Timestamp(start + timedelta(days=n)) for n in range(rows)],
            "check_ins": check_ins,
            "entries": check_ins,
            "exits": 0,
            "fevers": fevers,
            "outsiders": outsiders or [0] * rows,
            "residents_seen": 0,
            "expected": expected,
        }
    )
    frame["coverage"] = (frame.check_ins / frame.expected).clip(upper=1)
    return frame


def children(**values):
    """As of `by_child`."""
    return pd.DataFrame(values)


def codes(finding):
    return [c.code for c in finding]


def test_the_sentence_of_the_issue():
    now = days([100] * 7, [1204] * 7)
    before = days([100] * 7, [1075] * 7, start=START - timedelta(days=7))
    towns = children(name=["横州镇", "百合镇", "云表镇"], outsiders=[5057, 2107, 1264])
    finding = findings.indicator_finding(now, before, towns, indicator="outsiders")
    assert codes(finding) == ["fact_mean", "up", "top"]
    zh = word("zh", finding)
    assert zh.startswith("外来人次日均 1,204 人次")
    assert "较前一周 +12%" in zh and zh.endswith("六成在横州镇")
    assert word("en", finding) == "Outsiders: 1,204 a day, up 12% on the week before, six in ten in 横州镇"


def test_a_part_is_one_of_the_whole_and_not_of_what_lies_below():
    now = days([100] * 7, [494] * 7)
    below = children(grid_id=[1, 2], name=["龙池社区", "城司社区"], outsiders=[327, 0])
    assert codes(findings.indicator_finding(now, now.iloc[:0], below, indicator="outsiders")) == ["fact_mean", "own"]
    most = children(grid_id=[1, 2], name=["龙池社区", "城司社区"], outsiders=[2000, 0])
    found = findings.indicator_finding(now, now.iloc[:0], most, indicator="outsiders")
    assert found[-1].fields["share"] == pytest.approx(2000 / (494 * 7))


def test_a_change_names_who_made_it_and_a_level_who_holds_it():
    now, before = days([100] * 7, [729] * 7), days([100] * 7, [560] * 7, start=START - timedelta(days=7))
    names = ["横州镇", "校椅镇", "陶圩镇", "那阳镇"]
    towns = children(grid_id=[1, 2, 3, 4], name=names, outsiders=[3461, 700, 560, 382])
    then = children(grid_id=[1, 2, 3, 4], name=names, outsiders=[3920, 0, 0, 0])
    found = findings.indicator_finding(now, before, towns, then, indicator="outsiders")
    assert codes(found) == ["fact_mean", "up", "rise_in"]
    assert word("zh", found).endswith("增加主要来自校椅镇、陶圩镇")
    fell = findings.indicator_finding(before, now, then, towns, indicator="outsiders")
    assert codes(fell)[2] == "fall_in" and fell[2].fields["names"] == ["校椅镇", "陶圩镇"]
    assert codes(findings.indicator_finding(now, now, towns, towns, indicator="outsiders"))[1:] == ["steady", "top"]


def test_a_change_of_everybody_is_no_ones():
    now, before = days([100] * 7, [120] * 7), days([100] * 7, [100] * 7, start=START - timedelta(days=7))
    towns = children(grid_id=range(8), name=list("甲乙丙丁戊己庚辛"), outsiders=[105] * 8)
    then = towns.assign(outsiders=[87] * 8)
    found = findings.indicator_finding(now, before, towns, then, indicator="outsiders")
    assert codes(found) == ["fact_mean", "up", "most"]


def test_sums_are_compared_by_day_when_a_day_is_missing():
    now = days([100] * 7)
    before = days([None, 100, 100, 100, 100, 100, 100], start=START - timedelta(days=7))
    assert findings.change(now, before, "check_ins") == pytest.approx(0)
    assert findings.period_value(before, "check_ins") == 600


def test_a_day_on_which_nobody_was_scanned_counts():
    before = days([0, 100, 100, 100, 100, 100, 100], [0, *[7] * 6], start=START - timedelta(days=7))
    assert findings.change(days([100] * 7), before, "check_ins") == pytest.approx(7 / 6 - 1)
    assert findings.period_value(before, "outsiders") == 6


def test_too_little_before_is_no_comparison():
    now, before = days([100] * 7), days([None, None, None, None, 100, 100, 100], start=START - timedelta(days=7))
    assert findings.change(now, before, "check_ins") is None
    assert findings.change(now, now.iloc[:0], "check_ins") is None


def test_from_nothing_there_is_no_percentage():
    now, before = days([100] * 7, [5] * 7), days([100] * 7, start=START - timedelta(days=7))
    finding = findings.indicator_finding(now, before, children(name=[]), indicator="outsiders")
    assert codes(finding) == ["fact_mean", "from_none"]
    assert word("en", finding) == "Outsiders: 5 a day, none in the week before"
    assert codes(findings.indicator_finding(before, before, children(name=[]), indicator="outsiders"))[1] == "steady"


def test_people_of_a_day_do_not_add_up_over_days():
    assert findings.period_value(days([10, 10], [4, 6]), "outsiders") == 5
    assert findings.period_value(days([10, 10]), "entries") == 20


def test_low_coverage_is_said_so():
    now, before = days([60] * 7), days([100] * 7, start=START - timedelta(days=7))
    finding = findings.indicator_finding(now, before, children(name=[]), indicator="check_ins")
    assert codes(finding) == ["fact_sum", "down", "low_coverage"]
    assert "60%" in word("zh", finding)


def test_coverage_changes_in_points_and_names_the_lowest():
    now, before = days([90] * 7), days([97] * 7, start=START - timedelta(days=7))
    towns = children(name=["横州镇", "云表镇"], coverage=[0.95, 0.61])
    finding = findings.indicator_finding(now, before, towns, indicator="coverage")
    assert codes(finding) == ["fact_share", "points_down", "lowest"]
    assert word("en", finding) == "Coverage: 90%, 7 points below the week before, lowest in 云表镇 (61%)"


def test_no_data():
    nothing = days([0] * 7, expected=None)
    for finding in (
        findings.indicator_finding(nothing, nothing, children(name=[]), indicator="entries"),
        findings.rank_finding(children(name=[], entries=[]), indicator="entries", whole=0),
        findings.weekday_finding(pd.DataFrame({"weekday": [1, 2], "mean": [0.0, 0.0]}), indicator="entries"),
        findings.calendar_finding(pd.DataFrame({"day": [], "value": []}), indicator="entries"),
        findings.stock_finding(pd.DataFrame({"day": [], "value": []}), children(name=[]), indicator="fever"),
    ):
        assert finding == findings.NO_DATA


def test_classes_leave_out_the_ordinary():
    counts = pd.DataFrame(
        {"class": ["fever", "inbound", "resident"], "people": [10, 30, 960], "before": [10.0, 22.0, 968.0]}
    )
    finding = findings.class_finding(counts, ordinary="resident")
    assert codes(finding) == ["classes", "up", "class_most"]
    assert word("zh", finding).startswith("需关注人员 40 人") and "+25%" in word("zh", finding)
    calm = counts.assign(people=[0, 0, 1000])
    assert codes(findings.class_finding(calm, ordinary="resident")) == ["classes_none"]


@pytest.mark.parametrize(
    ("share", "zh", "en"),
    [
        (0.60, "六成", "six in ten"),
        (0.63, "六成多", "over six in ten"),
        (0.57, "近六成", "almost six in ten"),
        (0.5, "一半", "half"),
        (0.97, "几乎全部", "nearly all"),
        (1.0, "全部", "all"),
        (0.04, "4%", "4%"),
    ],
)
def test_shares_as_they_are_spoken(share, zh, en):
    assert (part("zh", share), part("en", share)) == (zh, en)


def test_every_clause_has_words_in_both_languages():
    import inspect
    import re

    source = inspect.getsource(findings) + inspect.getsource(situation) + inspect.getsource(change)
    found = set(re.findall(r'Clause\(\s*"(\w+)"', source)) | {
        "worst",
        "worst_all",
        "rose",
        "fell",
        "mostly_in",
        "mostly_new_in",
        "first_in",
        "coverage_low",
        "coverage_good",
        "fact_sum",
        "fact_mean",
        "fact_share",
        "up",
        "down",
        "steady",
    }
    missing = [c for c in found if set(words().get(f"finding.{c}", {})) != {"zh", "en"}]
    assert len(found) > 15 and not missing
