"""How long a class lasts, changed by a county."""

from __future__ import annotations

import pytest

from core.policy.editions import editions
from core.policy.folder import scenarios
from core.policy.length_change import length_lines
from core.policy.loader import load_policy

EDITIONS = [(pack, edition) for pack in scenarios() for edition in (editions(pack) or [None])]


def changed(pack: str, edition: str | None, code: str, days: int):
    each = load_policy(pack, edition).person_class(code)
    lines = "\n".join(["[[classes.class]]", f'code = "{code}"', *length_lines(each, days)])
    return each, load_policy(pack, edition, lines).person_class(code)


@pytest.mark.parametrize(("pack", "edition"), EDITIONS)
def test_every_class_can_be_made_shorter(pack, edition):
    for each in load_policy(pack, edition).classes:
        if each.event and each.days and each.days > 1:
            before, after = changed(pack, edition, each.code, each.days // 2)
            assert after.days == each.days // 2 and len(after.days_by) == len(before.days_by), each.code


def test_where_the_days_are_spent_stays():
    _, after = changed("epidemic", "2020-02", "contact", 7)
    assert [[(p.place, p.days) for p in length.phases] for length in after.lengths] == [
        [("home", 7)],
        [("hospital", 7)],
        [("central", 7)],
    ]
    assert [bool(length.when) for length in after.lengths] == [True, True, False]


def test_a_chain_is_cut_at_its_end_and_its_last_phase_grows():
    before, shorter = changed("epidemic", "9", "contact", 8)
    assert (shorter.phases[0].place, shorter.phases[0].days) == (before.phases[0].place, before.phases[0].days)
    assert sum(p.days for p in shorter.phases) == 8 and all(day <= p.days for p in shorter.phases for day in p.tests)
    _, longer = changed("epidemic", "9", "contact", before.days + 3)
    assert longer.phases[-1].days == before.phases[-1].days + 3


def test_days_take_the_place_of_phases_in_a_text_as_well():
    after = load_policy("epidemic", "2020-02", '[[classes.class]]\ncode = "contact"\ndays = 7\n').person_class(
        "contact"
    )
    assert (after.days, after.phases, after.days_by) == (7, (), ())
