"""One class changed by a county: a second change of the same takes the place of the first, also in a text that is faulty."""

from __future__ import annotations

import tomllib

import pytest

from core.errors import UserError
from core.policy.class_change import condition_changed, days_of, length_changed, said_of
from core.policy.loader import load_policy

EDITION = ("epidemic", "2020-02")
BEFORE = load_policy(*EDITION)
INBOUND, CONTACT = BEFORE.person_class("inbound"), BEFORE.person_class("contact")
WRONG, RIGHT = "origin_rsk = 'high'", "origin_risk = 'medium'"


def condition(text: str, when: str) -> str:
    return condition_changed(text, "inbound", INBOUND, when)


def length(text: str, days: int | None, each=INBOUND) -> str:
    return length_changed(text, each, each, days)


def rows(text: str) -> list[dict]:
    return tomllib.loads(text)["classes"]["class"]


def test_a_wrong_condition_is_replaced_by_the_right_one():
    text = condition("", WRONG)
    with pytest.raises(UserError):
        load_policy(*EDITION, text)
    text = condition(text, RIGHT)
    assert rows(text) == [{"code": "inbound", "when": RIGHT}]
    assert load_policy(*EDITION, text).person_class("inbound").when.text == RIGHT


def test_condition_and_days_stand_in_one_entry_and_each_is_replaced_by_itself():
    text = length(condition(length("", 7), RIGHT), 9)
    assert rows(text) == [{"code": "inbound", "when": RIGHT, "days": 9}]


@pytest.mark.parametrize(
    "said", ["when = origin = 'x'", 'when = "a', 'when = """a\nb"""', "when = ['a',\n  'b',\n]", "when ="]
)
def test_what_is_no_toml_is_replaced_too(said):
    text = f'# ours\n[[classes.class]]\ncode = "inbound"\n{said}\ndays = 7\n'
    assert rows(condition(text, RIGHT)) == [{"code": "inbound", "days": 7, "when": RIGHT}]
    assert condition(text, RIGHT).startswith("# ours\n")


def test_of_an_entry_that_is_said_twice_neither_is_left():
    text = '[[classes.class]]\ncode = "inbound"\ndays = 7\n\n[[classes.class]]\ncode = "inbound"\ndays = 8 # no\nrank = 99\n'
    assert rows(length(text, 9)) == [{"code": "inbound", "rank": 99, "days": 9}]


def test_another_class_and_other_sections_stay_as_they_are():
    other = (
        '[[classes.class]]\ncode = "contact"\ndays = 7 # short\n\n# and\n[measures.cell.inbound.low]\nmeasures = []\n'
    )
    text = condition(other, RIGHT)
    assert text.startswith(other) and rows(text)[1] == {"code": "inbound", "when": RIGHT}
    assert condition(text, "") == other


def test_what_is_as_shipped_is_not_written():
    text = condition(length("", 7), RIGHT)
    assert length(condition(text, INBOUND.when.text), INBOUND.days) == ""


@pytest.mark.parametrize(
    "said",
    [
        "days_by = [\n  {days = 3},\n]\n",
        'phases = [{place = "home", days = 3}]\n',
        "\n[[classes.class.days_by]]\ndays = 3\n",
    ],
)
def test_one_way_of_saying_how_long_takes_the_place_of_another(said):
    text = length(f'[[classes.class]]\ncode = "contact"\n{said}', 5, CONTACT)
    assert rows(text)[0].keys() == {"code", "days_by"}
    assert load_policy(*EDITION, text).person_class("contact").days == 5


def test_a_class_that_its_event_ends_has_no_days_until_somebody_sets_them():
    flood = load_policy("flood")
    lost = flood.person_class("flood_lost")
    assert days_of(lost) is None and said_of("", lost)[0] is None
    text = length_changed("", lost, lost, 3)
    assert rows(text) == [{"code": "flood_lost", "days": 3, "ends": "first"}]
    assert days_of(load_policy("flood", None, text).person_class("flood_lost")) == 3
    assert length_changed(text, lost, lost, None) == ""


def test_what_a_faulty_text_says_is_shown():
    assert said_of(condition(length("", 7), WRONG), INBOUND) == (7, WRONG)
    assert said_of('[[classes.class]]\ncode = "inbound"\ndays = 0\nwhen = 3', INBOUND) == (14, INBOUND.when.text)
