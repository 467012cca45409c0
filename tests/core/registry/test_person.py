"""One person's entry, trail and health; out of reach is the same as unknown."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from core.audit import verify
from core.domain import Scope
from core.registry import person as register
from core.rollup import roll_up
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, WHOLE, make_county

SINCE = date(2026, 1, 5)  # a Monday
ALERT = (
    "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason,"
    " policy_version, opened_at) values (?, 'fever', 4, 1, ?, 'high', 1, date '2026-01-06', date '2026-01-06', 'fever',"
    " 'v', timestamp '2026-01-07')"
)


@pytest.fixture(scope="module")
def county():
    store = make_county()
    with store.write() as db:
        db.execute("update person set address = '幸福路1号' where person_id = 1")
        db.execute(
            "insert into person_class (person_id, class, rank, since, until, reason, fields, policy_version) values (1, 'fever', 1, date '2026-01-30', date '2026-02-02', 'f', '{}', 'v'),"
            " (1, 'resident', 9, date '2026-01-01', null, 'r', '{}', 'v')"
        )
        db.execute(
            "update check_in set temperature = 38.2, symptoms = '咳嗽'"
            " where person_id = 1 and scanned_at = timestamp '2026-01-06 08:00'"
        )
        db.execute(
            "insert into exit_application values"
            " (1, 1, timestamp '2026-01-20 09:00', date '2026-01-22', null, '南宁', '就医', 'approved', null, 1)"
        )
        db.execute(
            "insert into declaration (declaration_id, person_id, kind, declared_at, temperature, batch_id) values (1, 1, 'health', timestamp '2026-01-21 09:00', 36.4, 1)"
        )
        db.execute(ALERT, [1, "open"])
        db.execute(ALERT, [2, "resolved"])
        db.execute(
            "insert into membership (person_id, grid_id, kind, since, until, batch_id) values (31, 4, 'temporary', null, date '2026-01-15', 1)"
        )
    roll_up(store, days=None, actor="test")
    return store


def test_the_entry(county):
    found = register.person(county, WHOLE, person_id=1)
    assert (found.name, found.household, found.place) == ("李小二", "H1", "东一村 东一村1组")
    assert found.birth_date == date(1951, 1, 1)


def test_masks(county):
    found = register.person(county, MASKED, person_id=1)
    assert (found.name, found.phone, found.address) == ("李**", "139****0001", "****")
    assert "19510101" not in found.id_number
    members = register.household_members(county, MASKED, person_id=1)
    assert members.name.str.contains(r"\*").all()
    assert members.phone.str.contains(r"\*").all()


@pytest.mark.parametrize(
    "read",
    [
        register.household_members, register.memberships, register.classes, register.declarations,
        register.exit_applications, register.open_alerts,
    ],
)  # fmt: skip
@pytest.mark.parametrize("scope", [NOBODY, Scope((8,))])
def test_nothing_of_a_person_out_of_reach(county, read, scope):
    assert read(county, scope, person_id=1).empty
    assert len(read(county, WHOLE, person_id=1))


def test_no_trail_of_a_person_out_of_reach(county):
    for read in (register.trail, register.health):
        assert read(county, Scope((8,)), person_id=1, since=SINCE, until=LAST_DAY).empty
        assert len(read(county, WHOLE, person_id=1, since=SINCE, until=LAST_DAY))
    assert register.person(county, EAST, person_id=36) is None
    assert register.person(county, WHOLE, person_id=12345) is None


def test_a_school_reaches_its_pupils(county):
    assert register.person(county, Scope((20,)), person_id=1)
    assert register.person(county, Scope((20,)), person_id=6) is None


def test_a_stay_reaches_until_it_ends(county):
    assert register.person(county, EAST, person_id=31, as_of=date(2026, 1, 15))
    assert register.person(county, EAST, person_id=31, as_of=date(2026, 1, 16)) is None


def test_the_trail_is_in_time_order_and_within_its_days(county):
    trail = register.trail(county, EAST, person_id=1, since=SINCE, until=SINCE)
    assert trail.scanned_at.is_monotonic_increasing
    assert trail.grid_id.tolist() == [4, 22, 4]
    assert trail.direction.tolist() == ["out", "in", "in"]
    # a school class has no place of its own: it stands where its school does
    assert (trail.lon[1], trail.lat[1]) == (109.313, 22.712)
    assert trail.place.tolist() == ["东一村 东一村1组", "初一 初一1班", "东一村 东一村1组"]
    assert set(trail.scanned_at.dt.date) == {SINCE}


def test_health(county):
    days = register.health(county, WHOLE, person_id=1, since=SINCE, until=date(2026, 1, 6))
    assert days.max_temperature.tolist() == [36.5, 38.2]
    assert days.check_ins.tolist() == [3, 3]
    trail = register.trail(county, WHOLE, person_id=1, since=SINCE, until=date(2026, 1, 6))
    assert trail.symptoms.dropna().tolist() == ["咳嗽"]


def test_classes_alerts_and_papers(county):
    assert register.classes(county, WHOLE, person_id=1)["class"].tolist() == ["fever", "resident"]
    assert register.open_alerts(county, WHOLE, person_id=1).alert_id.tolist() == [1]
    school = Scope((20,))  # sees its pupil, and of alerts those that concern it
    assert register.person(county, school, person_id=1, as_of=LAST_DAY) is not None
    assert register.open_alerts(county, school, person_id=1).empty
    with county.write() as db:
        db.execute("insert into alert_grid (alert_id, grid_id) values (1, 20)")
    assert register.open_alerts(county, school, person_id=1).alert_id.tolist() == [1]
    with county.write() as db:
        db.execute("delete from alert_grid")
    assert register.exit_applications(county, WHOLE, person_id=1).destination.tolist() == ["南宁"]
    assert register.declarations(county, WHOLE, person_id=1).temperature.tolist() == [36.4]


def test_the_number_in_a_unit_is_shown_as_a_document_is(county):
    with county.write() as db:
        db.execute("update membership set unit_no = '20200001' where person_id = 1 and kind = 'study'")
    assert register.memberships(county, WHOLE, person_id=1)["unit_no"].dropna().tolist() == ["20200001"]
    assert register.memberships(county, MASKED, person_id=1)["unit_no"].dropna().tolist() == ["2*******"]
    with county.write() as db:
        db.execute("update membership set unit_no = null where person_id = 1")


def test_memberships_name_the_way(county):
    found = register.memberships(county, WHOLE, person_id=1)
    assert found.path.tolist() == ["东镇 › 东一村 › 东一村1组", "东镇中学 › 初一 › 初一1班"]
    ended = register.memberships(county, WHOLE, person_id=31, as_of=LAST_DAY)
    assert ended.current.tolist() == [True, True, False]


def test_a_look_is_recorded_without_personal_values(county):
    for minute in (5, 50):  # once an hour
        register.record_view(county, person_id=1, actor="clerk", place="people", now=datetime(2026, 3, 2, 9, minute))
    entries = county.run("select actor, event, fields from audit_entry where event = 'person.viewed'").fetchall()
    assert entries == [("clerk", "person.viewed", '{"person": 1, "place": "people"}')]
    assert verify(county).whole
