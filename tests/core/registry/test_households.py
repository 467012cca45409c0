"""Households of a grid."""

from __future__ import annotations

from datetime import date

from core.registry.households import households
from tests.county import EAST, MASKED, NOBODY, WHOLE, make_county

STORE = make_county()


def test_a_section_lists_its_households_with_their_members():
    found = households(STORE, WHOLE, grid=4)
    assert found.code.tolist() == ["H1", "H2"]
    assert found.members.tolist() == [5, 5]
    assert found.householder[0] == STORE.value("select name from person where person_id = 1")
    assert found.total.tolist() == [2, 2]


def test_names_and_addresses_are_masked():
    found = households(STORE, MASKED, grid=4)
    assert found.householder[0].endswith("**") and found.address[0] == "****"


def test_nobody_sees_a_foreign_household():
    assert households(STORE, EAST, grid=8).empty
    assert households(STORE, NOBODY, grid=0).empty


def test_pages_follow_each_other():
    first, second = households(STORE, WHOLE, grid=0, limit=5), households(STORE, WHOLE, grid=0, limit=5, skip=5)
    assert len(first) == 5 and len(second) == 3 and not set(first.household_id) & set(second.household_id)
    assert first.total[0] == 8


def test_last_seen_is_the_latest_day_of_any_member():
    store = make_county()
    with store.write() as db:
        for person, day in ((1, "2026-01-05"), (2, "2026-01-09")):
            db.execute(
                "insert into person_day values (?, cast(? as date), 1, 1, 36.5, now()::timestamp, now()::timestamp, 4)",
                [person, day],
            )
    found = households(store, WHOLE, grid=4)
    assert found.last_seen[0].date() == date(2026, 1, 9)
    assert found.last_seen.isna().tolist() == [False, True]
