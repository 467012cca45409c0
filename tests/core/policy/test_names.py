"""Names of classes and measures: of every edition, and of drafts, without a draft's calling anything otherwise."""

from __future__ import annotations

import pytest

from core.policy import names
from core.policy.editions import editions
from core.policy.folder import scenarios
from core.policy.loader import load_policy
from core.policy.names import known_class, known_classes, known_measures, remember
from core.policy.running import as_if
from core.report.wording import class_name
from tests.county import LAST_DAY, empty_store

DRAFT = """
[[classes.class]]
code = "fever"
zh = "发烧"
[[classes.class]]
code = "drafted"
zh = "草拟"
en = "Drafted"
purpose_zh = "试"
purpose_en = "To try"
told_zh = "好"
told_en = "Fine"
colour = "#123456"
rank = 90
event = "arrival"
days = 3
reason = "class_returnee"
"""


@pytest.mark.parametrize("pack", scenarios())
def test_those_of_every_edition_have_a_name(pack):
    for code in editions(pack):
        policy = load_policy(pack, code)
        assert {c.code for c in policy.classes} <= known_classes().keys()
        assert policy.measures.keys() <= known_measures().keys()
    assert class_name("zh", "second_contact") == "次密接"


def test_a_draft_names_what_it_adds_and_nothing_else():
    as_if(empty_store(), load_policy("epidemic", "8", DRAFT), LAST_DAY)
    assert known_class("drafted").zh == "草拟"
    assert known_class("fever").zh == "发热"


def test_what_runs_is_named_without_reading_the_rest(monkeypatch):
    remember(load_policy("epidemic").classes)

    def read() -> None:
        raise AssertionError("every edition is read")

    names._shipped.cache_clear()
    monkeypatch.setattr(names, "_policies", read)
    assert known_class("confirmed").zh == "确诊病例"
