"""The classes and grades of the mosquito pack: who is behind nets, whose house is looked at, and the worse of index and cases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.classify import classify, grade
from core.policy.loader import load_policy
from core.policy.running import combined
from tests.spec.classify.rows import DAY, GRID, ago, held, person, place


@pytest.fixture
def policy():
    return load_policy("mosquito")


def case(store, person_id: int, disease: str, onset: int, kind: str = "confirmed", confirmed: int = 0) -> None:
    with store.write() as db:
        db.execute(
            "insert into disease_case (case_id, person_id, case_no, disease, kind, onset_on, confirmed_on, batch_id)"
            " values ($1, $1, 'C' || $1, $2, $3, $4, $5, 1)",
            [person_id, disease, kind, ago(onset), ago(confirmed)],
        )


def told(store, person_id: int, **facts: str) -> None:
    with store.write() as db:
        base = db.execute("select coalesce(max(fact_id), 0) from person_fact").fetchone()[0]
        for n, (fact, value) in enumerate(facts.items(), 1):
            given = [base + n, person_id, fact, value, DAY]
            db.execute("insert into person_fact values ($1, $2, $3, $4, $5, null, 'list', 1, null)", given)


@pytest.mark.parametrize(
    ("disease", "onset", "kind", "code"),
    [
        ("dengue", 0, "confirmed", "mosquito_case"),
        ("chikungunya", 6, "confirmed", "mosquito_case"),
        ("dengue", 7, "confirmed", None),  # seven days with that of the first symptoms
        ("dengue", 1, "suspected", "mosquito_suspect"),
        ("covid", 1, "confirmed", None),
    ],
)
def test_the_ill_are_behind_nets_for_seven_days(policy, disease, onset, kind, code):
    store = place()
    person(store)
    case(store, 1, disease, onset, kind)
    assert [c for c, *_ in held(store, policy=policy).get(1, [])] == ([code] if code else [])


def test_houses_of_a_zone_are_looked_at(policy):
    store = place()
    for number, facts in enumerate(
        (
            {"mosquito_zone": "core", "house_inspection": "clean"},
            {"mosquito_zone": "core"},
            {"mosquito_zone": "alert", "house_inspection": "breeding"},
            {"mosquito_zone": "alert", "house_inspection": "locked"},
            {"house_inspection": "locked"},
        ),
        1,
    ):
        person(store, number)
        told(store, number, **facts)
    assert {n: [c for c, *_ in classes] for n, classes in held(store, policy=policy).items()} == {
        1: ["mosquito_core"],
        2: ["mosquito_not_entered", "mosquito_core"],
        3: ["mosquito_breeding", "mosquito_alert"],
        4: ["mosquito_not_entered", "mosquito_alert"],
    }
    # what was found a week ago holds no more
    late = DAY + timedelta(days=8)
    assert [c for c, *_ in held(store, late, policy)[1]] == ["mosquito_not_entered", "mosquito_core"]


@pytest.mark.parametrize(
    ("index", "cases", "worst"),
    [(4.9, 0, "low"), (5, 0, "medium"), (20, 0, "high"), (0, 1, "medium"), (4, 2, "high"), (None, 1, "medium")],
)
def test_a_low_index_does_not_make_a_grid_safe(policy, monkeypatch, index, cases, worst):
    from datetime import datetime, time

    store = place()
    monkeypatch.setattr("core.clock.now", lambda: datetime.combine(DAY, time(12)))
    for number in range(1, cases + 1):
        person(store, number)
        case(store, number, "dengue", 1)
    if index is not None:
        with store.write() as db:
            given = [GRID, datetime.combine(DAY, time(8)), float(index)]
            db.execute("insert into reading values (1, $1, null, $2, 'breteau', $3, 1)", given)
    classify(store, as_of=DAY, actor="test", policy=policy)
    grade(store, as_of=DAY, actor="test", policy=policy)
    assert store.value("select grade from grid_grade where grid_id = $g", g=GRID) == worst


def test_packs_that_run_at_once_keep_their_lists_and_their_counts_apart(policy):
    """Whom the list of a danger zone names is on no list of a zone of control; a rule of the flood counts those shown as ill as
    well, and its high stands before the other's medium."""
    every = {"mosquito": policy, "flood": load_policy("flood")}
    both = combined(every, {"mosquito": (), "flood": ()})
    store = place()
    for number in (1, 2, 3):
        person(store, number)
    told(store, 1, danger_zone="河边")
    told(store, 2, mosquito_zone="core", house_inspection="breeding")
    told(store, 3, danger_zone="河边", evacuation="refused")
    case(store, 3, "dengue", 1)
    found = {number: [code for code, *_ in classes] for number, classes in held(store, policy=both).items()}
    assert found == {
        1: ["flood_to_move"],
        2: ["mosquito_breeding", "mosquito_core"],
        3: ["mosquito_case", "flood_refused"],
    }
    grade(store, as_of=DAY, actor="t", policy=both)
    assert store.value("select reason from grid_grade where grid_id = $grid", grid=GRID) == "grade_flood_refused"
