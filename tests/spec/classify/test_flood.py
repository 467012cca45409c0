"""The classes of the flood pack: who is moved first, who is still to be moved, who is where."""

from __future__ import annotations

from datetime import date

import pytest

from core.classify import classes_unknown, classify
from core.domain import EVERYTHING, Scope
from core.policy.loader import FOLDER, read_policy
from tests.spec.classify.rows import DAY, GRID, held, person, place

OLD, SMALL, GROWN = date(1950, 1, 1), date(2022, 1, 1), date(1990, 1, 1)
FACTS = [
    # facts, born, the class
    ({}, GROWN, None),
    ({"vulnerable": "carried"}, OLD, None),  # on no list of a danger zone
    ({"danger_zone": "清江口"}, GROWN, "flood_to_move"),
    ({"danger_kind": "landslide", "evacuation": "told"}, GROWN, "flood_to_move"),
    ({"danger_zone": "清江口", "vulnerable": "alone"}, GROWN, "flood_first"),
    ({"danger_zone": "清江口", "evacuation": "to_move"}, OLD, "flood_first"),
    ({"danger_zone": "清江口"}, SMALL, "flood_first"),
    ({"danger_zone": "清江口", "evacuation": "moved", "vulnerable": "carried"}, OLD, "flood_moved"),
    ({"danger_zone": "清江口", "evacuation": "refused"}, OLD, "flood_refused"),
    ({"danger_zone": "清江口", "refuses": "yes"}, OLD, "flood_refused"),
    ({"danger_zone": "清江口", "evacuation": "to_move", "refuses": "yes"}, OLD, "flood_refused"),
    ({"danger_zone": "清江口", "evacuation": "moved", "refuses": "yes"}, OLD, "flood_moved"),
    ({"danger_zone": "清江口", "evacuation": "to_move", "refuses": "no"}, GROWN, "flood_to_move"),
    ({"danger_zone": "清江口", "evacuation": "away"}, GROWN, "flood_away"),
    ({"danger_zone": "清江口", "evacuation": "lost"}, GROWN, "flood_lost"),
    ({"danger_zone": "清江口", "evacuation": "returned"}, GROWN, "flood_returned"),
]


@pytest.fixture
def policy():
    return read_policy(FOLDER / "flood")


def told(store, person_id: int, facts: dict[str, str], since: date = DAY, until: date | None = None) -> None:
    with store.write() as db:
        base = db.execute("select coalesce(max(fact_id), 0) from person_fact").fetchone()[0]
        for n, (fact, value) in enumerate(facts.items(), 1):
            db.execute(
                "insert into person_fact values ($1, $2, $3, $4, $5, $6, 'list', 1, null)",
                [base + n, person_id, fact, value, since, until],
            )


def test_everybody_on_a_list_is_in_the_class_of_their_state(policy):
    store = place()
    for number, (facts, born, _) in enumerate(FACTS, 1):
        person(store, number, birth_date=born)
        told(store, number, facts)
    found = held(store, policy=policy)
    assert {n: [c for c, *_ in found.get(n, [])] for n in range(1, len(FACTS) + 1)} == {
        n: [] if code is None else [code] for n, (_, _, code) in enumerate(FACTS, 1)
    }


def test_who_may_be_old_is_not_left_out_silently(policy):
    """Listed, no age known: to be moved, and told as unknown of those who are moved first."""
    store = place()
    person(store)
    told(store, 1, {"danger_zone": "清江口"})
    assert [c for c, *_ in held(store, policy=policy)[1]] == ["flood_to_move"]
    unknown = classes_unknown(store, Scope((EVERYTHING,)), as_of=DAY, policy=policy)
    assert ("flood_first", "age") in set(zip(unknown["class"], unknown["term"], strict=True))


def test_a_state_changes_by_the_day_and_a_list_ends(policy):
    store = place()
    person(store, birth_date=GROWN)
    told(store, 1, {"danger_zone": "清江口"}, since=date(2026, 2, 10))
    told(store, 1, {"evacuation": "moved"}, since=date(2026, 2, 12))
    told(store, 1, {"evacuation": "returned"}, since=date(2026, 2, 15))
    states = {}
    for day in (10, 11, 12, 14, 15):
        classify(store, as_of=date(2026, 2, day), actor="test", policy=policy)
        states[day] = store.value("select class from person_class where person_id = 1")
    # what is told today counts for yesterday's data, which are the last that are in
    assert states == {
        10: "flood_to_move",
        11: "flood_moved",
        12: "flood_moved",
        14: "flood_returned",
        15: "flood_returned",
    }
    with store.write() as db:
        db.execute("update person_fact set until = date '2026-02-17' where fact = 'danger_zone'")
    assert held(store, policy=policy) == {} and GRID
