"""Every code that core gives as a reason has its sentence in both languages, with fields that are really there."""

import re

import pytest

from core.i18n import LANGUAGES, words
from core.i18n.sentence import sentence
from core.policy.loader import load_policy
from core.watch.detectors import DETECTORS

FIELDS = {
    "missing_feed": {"since": "2026-03-06", "days": 3, "expected": 400},
    "rate_rise": {
        "indicator": "entries",
        "observed": 60,
        "expected": 20,
        "ratio": 3.0,
        "days": 1,
        "last_day": "2026-03-06",
    },
    "rate_fall": {
        "indicator": "check_ins",
        "observed": 2,
        "expected": 20,
        "ratio": 0.1,
        "days": 1,
        "last_day": "2026-03-06",
    },
    "kind_rise": {
        "unit_kind": "school",
        "indicator": "entries",
        "observed": 60,
        "expected": 20,
        "ratio": 3.0,
        "days": 1,
    },
    "kind_fall": {
        "unit_kind": "school",
        "indicator": "check_ins",
        "observed": 2,
        "expected": 20,
        "ratio": 0.1,
        "days": 1,
    },
    "silent_resident": {"days": 9, "last_seen": "2026-02-27"},
    "key_attention_exit": {"leave_on": "2026-03-09", "destination": "广州"},
    "key_attention_exit_undated": {"destination": "广州"},
    "fever": {"temperature": 38.6, "day": "2026-03-06"},
    "fever_cluster": {"people": 4, "members": 40, "since": "2026-03-06"},
    "quarantine_breach": {"place": "横州镇", "scans": 1, "day": "2026-03-06"},
    "unit_breach": {"place": "横州镇中学", "scans": 2, "day": "2026-03-06"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", FIELDS)
def test_reasons_read_as_sentences(language, code):
    text = sentence(language, code, FIELDS[code])
    assert "{" not in text
    assert not re.search(r"[a-z]+_[a-z]+|\d{4}-\d\d", text)


def test_the_sentence_of_a_rise():
    assert sentence("zh", "rate_rise", FIELDS["rate_rise"]) == "1天进入人次 60，往常约 20，为 3 倍"


def test_detectors_and_policy_reasons_have_words():
    policy = load_policy()
    keys = [f"detector.{code}" for code in DETECTORS]
    keys += [f"reason.{c.reason}" for c in policy.classes] + [f"reason.{g.reason}" for g in policy.grades]
    assert [key for key in keys if set(words().get(key, {})) != set(LANGUAGES)] == []
