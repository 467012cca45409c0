"""Who may see a person: one rule, the same answer wherever people are read."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from core.domain import Scope
from core.duplicates.merge import require_reach
from core.duplicates.pairs import pair_counts, pairs, side_by_side
from core.errors import UserError
from core.ingest.plan import discard, prepare
from core.registry import people
from core.registry import person as register
from core.registry.cards import card
from core.registry.households import households
from core.registry.status import status
from core.rollup import roll_up
from core.watch.alerts import alerts
from core.workbooks.export import editable
from tests.core.ingest.files import EXITS, PEOPLE, id_number, store_file, workbook
from tests.county import FIRST_DAY, LAST_DAY, WHOLE, make_county

TODAY = LAST_DAY
NOON = datetime(2026, 1, 31, 12)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
REVEAL = frozenset({"name", "phone", "id_number", "address"})
MOVED, ENDED, ENDS, BEGINS, VISITOR, STRANGER, TWIN = 1, 32, 33, 34, 41, 42, 43
GRID, ALL = Scope((4,), REVEAL), Scope((0,), REVEAL)
# who is seen from grid 4: 2–10 live there; the moved one does not any more
SEEN = {*range(2, 11), ENDS, VISITOR}
EVERYBODY = {*range(1, 44)}


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """1 moved from grid 4 to grid 10 by an import; 32–34 live in grid 10 and stayed in grid 4 until yesterday, until today, from
    tomorrow on; 41 is a visitor seen in grid 4, 42 one seen in grid 7; each of 1 … 42 may be the same as 43, who lives in
    grid 10."""
    store = make_county()
    with store.write() as db:
        for person in (MOVED, 2, ENDED, ENDS):  # a list is read by numbers that can be right
            db.execute("update person set id_number = ? where person_id = ?", [id_number(person, "19510101"), person])
        db.execute("insert into import_batch values (1, ?, 'county', 'county', 'x', 1, 'committed', 0, false)", [NOON])
        stays = [(ENDED, 4, None, YESTERDAY), (ENDS, 4, None, TODAY), (BEGINS, 4, TOMORROW, None)]
        stays += [(VISITOR, 4, FIRST_DAY, None), (STRANGER, 7, FIRST_DAY, None), (TWIN, 10, None, None)]
        for person, grid, since, until in stays:
            db.execute(
                "insert into membership (person_id, grid_id, kind, since, until, batch_id) values (?, ?, 'temporary', ?, ?, 1)",
                [person, grid, since, until],
            )
        for person in (VISITOR, STRANGER, TWIN):
            db.execute(
                "insert into person (person_id, name, registered, home_grid_id, batch_id, updated_at) values (?, '过路人', ?, ?, 1, ?)",
                [person, person == TWIN, 10 if person == TWIN else None, NOON],
            )
        db.execute(
            "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, policy_version,"
            " opened_at) select person_id, 'fever', 4, person_id, 'open', 'high', 1, ?, ?, 'fever', 'v', ? from person",
            [TODAY, TODAY, NOON],
        )
        db.execute(
            "insert into duplicate_pair select person_id, person_id, 43, 'perhaps', 'phone', 0.5, '[]', 'open', ?, null, null"
            " from person where person_id < 43",
            [NOON],
        )
    path = tmp_path_factory.mktemp("moved") / "moved.xlsx"
    row = ["莫远行", None, id_number(1, "19510101"), "男", None, None, "990101101001001", "H9", None, "户主"]
    store_file(store, workbook(path, {"人员": [PEOPLE, row]}))
    roll_up(store, days=None, actor="test")
    return store


def listed(county, scope):
    return set(people.ids(county, scope, registered=None, as_of=TODAY))


def on_pages(county, scope):
    return {p for p in EVERYBODY if register.person(county, scope, person_id=p, as_of=TODAY)}


def with_details(county, scope):
    reads = (register.memberships, register.household_members)
    return {p for p in EVERYBODY if any(len(read(county, scope, person_id=p, as_of=TODAY)) for read in reads)}


def by_merge(county, scope):
    def reached(person):
        try:
            require_reach(county.cursor(), scope, [person], NOON)
        except UserError:
            return False
        return True

    return {p for p in EVERYBODY if reached(p)}


def in_alerts(county, scope):
    found = alerts(county, scope, as_of=TODAY)
    assert len(found) == 43, "the alerts of a grid stay, whoever moves away"
    assert found[found.person_id.isna()].person_name.isna().all()
    return set(found.person_id.dropna().astype(int))


def key_rows(county, scope, tmp_path):
    """Of the whole county's export, brought back by a reader of the scope: the rows whose stored name stands in for a blank one."""
    content = editable(county, ALL, "people", "zh", conditions={"registered": None}, actor="t", now=NOON)
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    numbers = [int(row[-1].value.split(".")[1]) for row in sheet.iter_rows(min_row=2) if row[-1].value]
    path = tmp_path / "back.xlsx"
    book.save(path)
    plan = prepare(county, scope, path, now=NOON)
    try:
        visible = plan.works["people"].df("select entity_id from plan.keyed where visible")
        assert len(numbers) == 43
        return set(visible.entity_id)
    finally:
        discard(plan)


def exported(county, scope):
    content = editable(county, scope, "people", "zh", conditions={"registered": None}, actor="t", now=NOON)
    rows = openpyxl.load_workbook(BytesIO(content)).worksheets[0].iter_rows(min_row=2, values_only=True)
    return {int(row[-1].split(".")[1]) for row in rows if row[-1]}


@pytest.mark.parametrize(("scope", "seen"), [(GRID, SEEN), (ALL, EVERYBODY), (Scope((), REVEAL), set())])
def test_one_answer_everywhere(county, tmp_path, scope, seen):
    assert listed(county, scope) == seen
    assert people.count(county, scope, registered=None, as_of=TODAY) == len(seen)
    assert len(people.search(county, scope, registered=None, as_of=TODAY, limit=99)) == len(seen)
    assert on_pages(county, scope) == seen
    assert with_details(county, scope) == seen
    assert by_merge(county, scope) == seen
    if seen:
        assert in_alerts(county, scope) == seen
        assert exported(county, scope) == seen
        assert key_rows(county, scope, tmp_path) == seen


@pytest.mark.parametrize("scope", [GRID, ALL])
def test_a_trail_is_seen_with_the_person_or_not_at_all(county, scope):
    period = {"since": FIRST_DAY, "until": TODAY, "as_of": TODAY}
    for read in (register.trail, register.health):
        assert read(county, GRID, person_id=MOVED, **period).empty
        assert read(county, GRID, person_id=ENDED, **period).empty
        assert len(read(county, GRID, person_id=ENDS, **period))
        # whom he has moved to sees all of it
        assert len(read(county, Scope((10,)), person_id=MOVED, **period)) == len(
            read(county, ALL, person_id=MOVED, **period)
        )


def test_pairs_of_whom_both_are_reached(county):
    both = Scope((4, 10), REVEAL)
    assert set(pairs(county, both, as_of=TODAY, limit=99).pair_id) == EVERYBODY - {STRANGER, TWIN} - set(range(11, 31))
    assert pair_counts(county, GRID, as_of=TODAY).empty
    assert side_by_side(county, GRID, keep=2, gone=3, as_of=TODAY) is not None
    assert side_by_side(county, GRID, keep=2, gone=MOVED, as_of=TODAY) is None
    assert side_by_side(county, GRID, keep=2, gone=ENDED, as_of=TODAY) is None


def test_a_household_forgets_who_moved_away(county):
    first = households(county, GRID, grid=4, as_of=TODAY).iloc[0]
    assert (first.code, first.members) == ("H1", 4)
    assert pd.isna(first.householder)
    rows = BytesIO(editable(county, GRID, "people", "zh", conditions={}, actor="t", now=NOON))
    cells = [c for row in openpyxl.load_workbook(rows).worksheets[0].iter_rows(values_only=True) for c in row]
    assert "莫远行" not in cells
    members = register.household_members(county, GRID, person_id=2, as_of=TODAY)
    assert MOVED not in set(members.person_id)


def test_figures_of_cards_and_of_the_whole(county):
    assert card(county, GRID, grid_id=4, as_of=TODAY).people == 9
    assert card(county, ALL, grid_id=10, as_of=TODAY).people == 12
    assert status(county, GRID, as_of=TODAY)["visitors"] == 1
    assert status(county, ALL, as_of=TODAY)["visitors"] == 2
    with county.write() as db:
        db.execute("update membership set until = ? where person_id = 2 and kind = 'study'", [YESTERDAY])
        db.execute("update membership set until = ? where person_id = 3 and kind = 'study'", [TOMORROW])
    assert card(county, ALL, grid_id=20, as_of=TODAY).members == 4
    school = Scope((20,), REVEAL)
    assert people.count(county, school, unit=20, as_of=TODAY) == 4
    assert listed(county, school) == {1, 3, 4, 5}
    assert on_pages(county, school) == {1, 3, 4, 5}


def test_an_application_by_somebody_out_of_reach(county, tmp_path):
    numbers = dict(county.run("select person_id, id_number from person where person_id in (1, 2, 32, 33)").fetchall())
    rows = [["2026-01-30 09:00", None, number, "南宁", "就医", "2026-01-31"] for number in numbers.values()]
    plan = prepare(county, GRID, workbook(tmp_path / "exits.xlsx", {"外出": [EXITS, *rows]}), now=NOON)
    try:
        issues = plan.works["exit_applications"].df("select row from plan.issue where code = 'person_outside_scope'")
        people_of = list(numbers)
        assert {people_of[row - 2] for row in issues.row} == {MOVED, ENDED}
    finally:
        discard(plan)


def test_what_an_import_found_is_counted_by_the_same_rule(county):
    assert people.visitors_of(county, WHOLE, batch=1, as_of=TODAY) == 2
    assert people.visitors_of(county, GRID, batch=1, as_of=TODAY) == 1
