"""Editions that hold other people, told without asking the county."""

from __future__ import annotations

import pytest

from core.policy.differing import differ, next_differing
from core.policy.editions import editions
from core.policy.loader import load_policy

RECIPES = [("epidemic", code, "") for code in editions("epidemic")]
SEVEN = '[[classes.class]]\ncode = "returnee"\ndays = 7\n'
WORDS = '[[classes.class]]\ncode = "returnee"\ntold_en = "Stay."\n'


@pytest.mark.parametrize(
    ("now", "other"),
    [
        ("2020-02", "7"),  # the 5th and 6th tell a traveller other things, the 7th knows the contacts of contacts
        ("8", "9"),
        ("10", "art10"),  # the last: the one before it
    ],
)
def test_the_next_edition_under_which_others_are_held(now, other):
    assert next_differing(RECIPES, ("epidemic", now, ""))[1] == other


def test_words_hold_nobody_but_days_do():
    shipped = load_policy("epidemic", "2020-02")
    assert differ(shipped, load_policy("epidemic", "2020-02", SEVEN))
    assert not differ(shipped, load_policy("epidemic", "2020-02", WORDS))
    assert next_differing([("epidemic", "5", "")], ("epidemic", "5", "")) is None
