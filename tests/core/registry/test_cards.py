"""The card of a grid."""

from __future__ import annotations

from core.domain import Scope
from core.registry.cards import card
from tests.county import EAST, MASKED, WHOLE, make_county

STORE = make_county()


def test_it_says_who_answers_and_what_the_grid_holds():
    found = card(STORE, WHOLE, grid_id=2)
    assert [d.name for d in found.of("responsible")] == ["陆一"]
    assert found.of("deputy")[0].position == "副镇长"
    assert (found.people, found.members, found.households, found.units) == (30, 5, 6, 1)
    assert found.grade is None


def test_a_phone_is_masked_unless_the_scope_reveals_it():
    assert card(STORE, MASKED, grid_id=2).duties[0].phone == "138****0001"
    assert (
        card(STORE, Scope((0,), frozenset({"phone"})), grid_id=2).duties[0].phone == "138****0001"
    )  # a resident's is another
    assert card(STORE, Scope((0,), frozenset({"work_phone"})), grid_id=2).duties[0].phone == "13800000001"


def test_a_grid_without_a_responsible_person_says_so_by_an_empty_list():
    assert card(STORE, WHOLE, grid_id=8).of("responsible") == ()


def test_a_foreign_grid_has_no_card_and_a_partly_visible_one_counts_only_what_is_visible():
    assert card(STORE, EAST, grid_id=8) is None
    only_village = Scope((3,))
    assert card(STORE, only_village, grid_id=3).people == 20
    assert card(STORE, only_village, grid_id=2) is None


def test_a_unit_counts_its_members():
    found = card(STORE, WHOLE, grid_id=20)
    assert (found.people, found.members) == (0, 5)
