"""Every code that core gives as a reason has its sentence in both languages, with fields that are really there."""

import re

import pytest

from core.i18n import LANGUAGES, words
from core.i18n.sentence import sentence
from core.policy.loader import load_policy
from core.watch import CLUSTERS
from core.watch.detectors import DETECTORS

CLUSTER = {
    "members": 12,
    "observed": 6,
    "expected": 0.4,
    "days": 5,
    "how_rare": "y10",
    "grids": [1, 2],
    "expected_each": [0.1, 0.3],
}
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
    "silent_resident": {"days": 9, "last_seen": "2026-02-27", "call": "self", "then": "householder"},
    "silent_resident_care": {
        "days": 9,
        "last_seen": "2026-02-27",
        "call": "family",
        "then": "responsible",
        "care": "alone_old_frail",
    },
    "key_attention_exit": {"leave_on": "2026-03-09", "destination": "广州"},
    "key_attention_exit_undated": {"destination": "广州"},
    "fever": {"temperature": 38.6, "day": "2026-03-06"},
    "fever_cluster": {"people": 4, "members": 40, "since": "2026-03-06"},
    **{code + one: CLUSTER for code in CLUSTERS for one in ("", "_one")},
    "quarantine_breach": {"place": "横州镇", "scans": 1, "day": "2026-03-06"},
    "unit_breach": {"place": "横州镇中学", "scans": 2, "day": "2026-03-06"},
    "parent_breach": {"place": "横州镇中学", "scans": 2, "day": "2026-03-06"},
    "school_breach": {"place": "横州镇中学", "scans": 2, "day": "2026-03-06"},
    "stock_mismatch_out": {"entries": 90, "exits": 3, "expected": 80, "since": "2026-03-06"},
    "stock_mismatch_in": {"entries": 2, "exits": 90, "expected": 80, "since": "2026-03-06"},
    "future_times": {"scans": 12, "minutes": 40, "day": "2026-03-06"},
    "constant_temperature": {"many": 140, "value": 36.5, "since": "2026-03-06"},
    "constant_count": {"many": 7, "value": 40.0, "since": "2026-03-06"},
    "constant_time": {"many": 140, "since": "2026-03-06"},
    "backlog_burst": {"days": 3, "missing": 90, "observed": 120, "expected": 30, "day": "2026-03-06"},
    "duplicate_records": {"scans": 140, "repeated": 70, "since": "2026-03-06"},
    "contact_at_large": {"contact_on": "2026-03-06"},
    "contact_at_large_seen": {"contact_on": "2026-03-06", "place": "横州镇", "day": "2026-03-07"},
    "measure_overdue": {
        "measure": {"zh": "早晚测温", "en": "Temperature"},
        "tasks": 9,
        "all": 9,
        "kinds": 1,
        "since": "2026-03-06",
    },
    "measures_overdue": {
        "measure": {"zh": "早晚测温", "en": "Temperature"},
        "tasks": 9,
        "all": 12,
        "kinds": 2,
        "since": "2026-03-06",
    },
    **{
        f"impossible_movement{why}": {
            "place": "横州镇",
            "other": "马山",
            "km": 40,
            "minutes": 10,
            "speed": 240,
            "day": "2026-03-06",
        }
        for why in ("", "_shared", "_uploaded")
    },
    "shared_account": {"place": "横州镇", "other": "马山", "times": 4, "days": 3, "day": "2026-03-06"},
    "declared_well": {"day": "2026-03-06", "days": 1, "temperature": 38.1},
    "declared_no_contact": {"day": "2026-03-06", "days": 1, "contact_on": "2026-03-01"},
    **{
        f"declared_{how}": {"place": "武汉", "other": "马山", "scans": 9, "outside": 9, "day": "2026-03-06"}
        for how in ("away", "home", "differs")
    },
    "roster_differs": {"place": "马山", "scans": 20},
    "declared_same_second": {"many": 14, "clock": "07:18:17", "day": "2026-03-06"},
    "declared_same_values": {"many": 14, "members": 90, "temperature": 36.5, "day": "2026-03-06"},
    "declared_burst": {"many": 14, "clock": "16:12:37", "day": "2026-03-06"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", FIELDS)
def test_reasons_read_as_sentences(language, code):
    text = sentence(language, code, FIELDS[code])
    assert "{" not in text
    assert not re.search(r"[a-z]+_[a-z]+|\d{4}-\d\d", text)


HAN = re.compile(r"[\u3400-\u9fff]+")


@pytest.mark.parametrize("code", [code for code, fields in FIELDS.items() if "other" in fields])
def test_every_place_of_an_english_sentence_is_in_latin_letters(code):
    """Of two places the second once stayed Chinese: “… at Group 2 and 1组”."""
    text = sentence("en", code, FIELDS[code] | {"place": "横州镇 2组", "other": "马山村 旧李屯"})
    assert "Hengzhou Town Group 2" in text and "Mashan Village Jiuli Hamlet" in text
    assert HAN.search(text) is None


def test_the_area_of_a_class_is_in_latin_letters():
    assert sentence("en", "class_risk_stay_high", {"stay_area": "武汉市", "on_day": "2026-03-06"}).startswith(
        "Was in Wuhan City ("
    )


def test_the_sentence_of_a_rise():
    assert sentence("zh", "rate_rise", FIELDS["rate_rise"]) == "1天进入人次 60，往常约 20，为 3 倍"


def test_detectors_and_policy_reasons_have_words():
    policy = load_policy()
    keys = [f"detector.{code}" for code in DETECTORS]
    keys += [f"reason.{c.reason}" for c in policy.classes] + [f"reason.{g.reason}" for g in policy.grades]
    assert [key for key in keys if set(words().get(key, {})) != set(LANGUAGES)] == []


def test_every_rule_and_setting_of_the_page_of_rules_has_words():
    for code, settings in load_policy().detectors.items():
        assert {f"detector.{code}", f"rules.says.{code}"} <= set(words())
        assert {f"rules.setting.{key}" for key in settings if key not in ("at", "grid")} <= set(words()), code
        assert {f"rules.frail.{fact.replace('=', '_')}" for fact in settings.get("frail", [])} <= set(words())
