"""What the card of a class says, of each way to end and of a chain of phases."""

from dataclasses import fields, replace
from types import SimpleNamespace

import pytest

from core.policy.loader import load_policy
from core.report.class_words import facts_of
from core.report.measures import times


def said(code: str, language: str = "zh", **changed) -> dict[str, str]:
    policy = load_policy()
    return dict(facts_of(language, replace(policy.person_class(code), **changed), policy.terms))


def test_a_class_that_runs_for_some_days():
    told = said("inbound")
    assert (told["event"], told["condition"]) == ("返乡到达", "来源地风险 = 重点地区")
    assert (told["begins"], told["ends"]) == ("“返乡到达”当天为第1天", "满 14 天自动结束")
    assert told["told"].startswith("返乡14天内")
    assert "phases" not in told and "excludes" not in told


@pytest.mark.parametrize(
    ("code", "changed", "name", "words"),
    [
        ("home_quarantine", {}, "begins", "“花名册登记”当天为第0天"),
        ("home_quarantine", {}, "ends", "到登记的截止日期；没有截止日期则一直有效"),
        ("visitor", {}, "ends", "满 14 天，或该情况提前结束，以先到者为准"),
        ("visitor", {}, "condition", "不限，有该记录即算"),
        ("inbound", {"excludes": frozenset({"returnee", "key_attention"})}, "excludes", "重点关注、其他地区返乡"),
        ("resident", {}, "condition", "在册，且不属于其他任何类别"),
    ],
)
def test_what_else_it_may_say(code, changed, name, words):
    assert said(code, **changed)[name] == words


def test_a_chain_of_phases():
    each = load_policy().person_class("inbound")
    chain = (SimpleNamespace(place="central", days=14, tests=(1, 7)), SimpleNamespace(place="home", days=7, tests=()))
    given = {f.name: getattr(each, f.name) for f in fields(each)} | {"phases": chain, "terms": each.terms}
    told = dict(facts_of("zh", SimpleNamespace(**given), load_policy().terms))
    assert told["phases"] == "集中隔离 14 天（第 1、7 天检测） → 居家 7 天"


def test_one_day_of_a_test_is_no_days():
    each = load_policy().person_class("inbound")
    chain = (SimpleNamespace(place="home", days=3, tests=(3,)), SimpleNamespace(place="home", days=7, tests=(1, 7)))
    given = {f.name: getattr(each, f.name) for f in fields(each)} | {"phases": chain, "terms": each.terms}
    told = dict(facts_of("en", SimpleNamespace(**given), load_policy().terms))
    assert told["phases"] == "home, 3 days (test on day 3) → home, 7 days (tests on days 1, 7)"


def test_a_measure_of_one_day():
    measure = SimpleNamespace(standing=False, on=(1,), phased=False, every=1, slots=(1,))
    assert [times(language, measure) for language in ("zh", "en")] == ["第1天", "on day 1"]
    measure.on = (1, 7)
    assert [times(language, measure) for language in ("zh", "en")] == ["第1、7天", "on days 1, 7"]


@pytest.mark.parametrize("pack", ["flood", "mosquito"])
def test_a_list_is_that_of_the_zone_whatever_it_is_of(pack):
    policy = load_policy(pack)
    each = next(c for c in policy.classes if c.event == "listed")
    assert dict(facts_of("en", each, policy.terms))["event"] == "List of the people in the zone"
