"""Rows in, rows out: each detector on the small county with one thing changed."""

from datetime import date, timedelta

import pytest

from core.classify import classify
from core.domain import Scope
from core.handling import take
from core.policy.loader import load_policy
from core.rollup import roll_up
from core.watch import alerts, evidence
from core.watch.alerts import whose_counts
from core.watch.detect import detect, find
from core.watch.detectors import DETECTORS
from tests.county import LAST_DAY, NOW, WHOLE, make_county, scan


def run(code: str, *changes: str, as_of: date = LAST_DAY) -> list[tuple]:
    """(grid, person, severity, first day, last day, reason) of what one detector finds after the changes."""
    store = make_county()
    with store.write() as db:
        for change in changes:
            db.execute(change)
    roll_up(store, days=None, actor="test")
    classify(store, as_of=as_of, actor="test")
    found = DETECTORS[code](store, as_of=as_of, parameters=load_policy().detectors[code])
    columns = ["grid_id", "person_id", "severity", "first_day", "last_day", "reason"]
    return [
        tuple(None if value is None or value != value else value for value in row)
        for row in found[columns].to_numpy().tolist()
    ]


def hot(person: int, day: str, temperature: float) -> str:
    return f"update check_in set temperature = {temperature} where person_id = {person} and cast(scanned_at as date) = date '{day}'"


@pytest.mark.parametrize("code", DETECTORS)
def test_an_ordinary_county_alarms_nobody(code):
    assert run(code) == []


def test_fever_from_the_limit_on_within_five_days():
    assert run("fever", hot(1, "2026-01-30", 37.3), hot(2, "2026-01-30", 37.2), hot(3, "2026-01-26", 39.0)) == [
        (4, 1, "medium", date(2026, 1, 30), date(2026, 1, 30), "fever")
    ]


def test_high_fever_is_severe():
    assert run("fever", hot(1, "2026-01-31", 38.5))[0][2] == "high"


def test_three_fevers_in_one_class_are_a_cluster():
    found = run(
        "fever",
        hot(1, "2026-01-29", 37.5),
        hot(2, "2026-01-30", 37.5),
        hot(5, "2026-01-30", 37.5),
        hot(31, "2026-01-30", 37.5),
    )
    assert (22, None, "high", date(2026, 1, 29), date(2026, 1, 30), "fever_cluster") in found
    severities = {person: severity for _, person, severity, *_ in found if person}
    assert severities == {1: "high", 2: "high", 5: "high", 31: "medium"}


ASK = "insert into exit_application values (1, {p}, timestamp '2026-01-30 10:00:00', {leave}, null, '广州', null, '{status}', null, 1)"
WATCHED = "update person set attention = 'key_attention' where person_id in (1, 2)"


@pytest.mark.parametrize(
    ("person", "leave", "status", "found"),
    [
        (1, "date '2026-02-01'", "pending", [(4, 1, "high", date(2026, 1, 30), LAST_DAY, "key_attention_exit")]),
        (1, "date '2026-02-09'", "pending", [(4, 1, "medium", date(2026, 1, 30), LAST_DAY, "key_attention_exit")]),
        (1, "null", "pending", [(4, 1, "high", date(2026, 1, 30), LAST_DAY, "key_attention_exit_undated")]),
        (1, "date '2026-02-01'", "approved", []),
        (1, "date '2026-02-01'", "refused", []),
        (3, "date '2026-02-01'", "pending", []),  # not under key attention
        (1, "date '2026-01-20'", "pending", []),  # long past
    ],
)
def test_a_key_person_asks_to_leave(person, leave, status, found):
    assert run("key_attention_exit", WATCHED, ASK.format(p=person, leave=leave, status=status)) == found


def test_attention_that_has_ended_alarms_nobody():
    ended = "update person set attention_until = date '2026-01-30' where person_id = 1"
    assert run("key_attention_exit", WATCHED, ended, ASK.format(p=1, leave="date '2026-02-01'", status="pending")) == []


QUARANTINED = (
    "update person set attention = 'home_quarantine', attention_until = date '2026-02-05' where person_id = {p}"
)


def went(person: int, grid: int, moment: str = "2026-01-30 10:00") -> str:
    return f"insert into check_in values ({person}, {grid}, timestamp '{moment}', 'in', 36.5, null, 1)"


def test_quarantined_but_scanned_elsewhere():
    found = run(
        "quarantine_breach",
        QUARANTINED.format(p=1),
        QUARANTINED.format(p=11),
        went(11, 7),
        went(1, 7, "2026-01-26 09:00"),
        went(1, 5, "2026-01-27 09:00"),  # the next hamlet of the home village
    )
    assert found == [
        (4, 1, "high", date(2026, 1, 26), date(2026, 1, 26), "quarantine_breach"),
        (5, 11, "high", date(2026, 1, 30), date(2026, 1, 30), "quarantine_breach"),
    ]


def test_what_lies_in_the_home_grid_is_home():
    """The code at the shop of one's hamlet; for somebody of whom only the village is known, each hamlet of it. A shop elsewhere is not."""
    shop = "insert into grid (grid_id, code, name, axis, level, area_id, updated_at) values (40, 'U003', '小卖部', 'block', 'unit', {area}, now())"
    tree = "insert into grid_tree values (0, 40), (40, 40), ({area}, 40), ({village}, 40)"
    village = "update person set home_grid_id = 3 where person_id = 12"
    held = [QUARANTINED.format(p=11), QUARANTINED.format(p=12), village, went(11, 40), went(12, 5), went(12, 4)]
    assert run("quarantine_breach", *held, shop.format(area=5), tree.format(area=5, village=3)) == []
    assert [f[1] for f in run("quarantine_breach", *held, shop.format(area=7), tree.format(area=7, village=6))] == [11]


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ([], tuple(date(2026, 1, day) for day in range(26, 31))),  # every school day since
        (["delete from check_in where grid_id = 22 and person_id = 1"], None),
        # a class of the school that is not his is his school all the same
        (["delete from check_in where grid_id = 22 and person_id = 1", went(1, 21)], (date(2026, 1, 30),)),
        # another unit is no work of his: the other detector's matter
        (["delete from check_in where grid_id = 22 and person_id = 1", went(1, 31)], None),
        (["update membership set until = date '2026-01-20' where kind = 'study' and person_id = 1"], None),
        (["update membership set since = date '2026-01-29' where kind = 'study' and person_id = 1"], (date(2026, 1, 29), date(2026, 1, 30))),
        (["update person set arrived_on = date '2026-01-31' where person_id = 1"], None),  # in quarantine later
        (["update person set attention_until = date '2026-01-25' where person_id = 1"], None),  # and earlier
    ],
)  # fmt: skip
def test_quarantined_but_at_school(changes, days):
    found = run("unit_breach", QUARANTINED.format(p=1), QUARANTINED.format(p=11), *changes)
    assert found == [(4, 1, "high", day, day, "school_breach") for day in days or ()]


def test_life_grid_against_work_grid_is_one_finding_for_both_owners():
    """Planted among forty: precision and recall are 1, each scan is the matter of one detector, and the unit's owner sees the alert."""
    store = make_county()
    away = {1: 22, 2: 22, 31: 31, 12: 7, 22: 10}  # three at school and work, two elsewhere
    with store.write() as db:
        db.execute("insert into duty values (20, 'responsible', '陈校长', '校长', null, null, 1, null)")
        db.execute("insert into membership (person_id, grid_id, kind) values (11, 22, 'contact')")
        db.execute(QUARANTINED.format(p=11))  # a parent, seen at the child's class
        db.execute(went(11, 22))
        db.execute("delete from check_in where grid_id in (22, 31) and person_id in (3, 32)")
        for person in (*away, 3, 32, 13):  # the last three stay at home
            db.execute(QUARANTINED.format(p=person))
        for person, grid in away.items():
            db.execute(went(person, grid))
    roll_up(store, days=None, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    detect(store, as_of=LAST_DAY, actor="test", only=("quarantine_breach", "unit_breach"))
    listed = alerts(store, WHOLE)
    found = {(a.detector, a.person_id) for a in listed.itertuples()}
    assert found == {*(("unit_breach", p) for p in (1, 2, 11, 31)), *(("quarantine_breach", p) for p in (12, 22))}
    concerned = {a.person_id: (a.grid_name, a.also_name) for a in listed.itertuples() if a.detector == "unit_breach"}
    assert concerned[1] == ("东一村1组", "东镇中学") and concerned[31] == ("西一村1组", "西镇糖厂")
    school = Scope((20,), frozenset())
    assert set(alerts(store, school).person_id) == {1, 2, 11}
    assert {a.person_id: a.reason for a in alerts(store, school).itertuples()}[11] == "parent_breach"
    # theirs to see to, though the home grid is asked first; of the situation, they are told of as many as they see
    head = {"reader": ("head", "陈校长"), "at": NOW}
    counts = whose_counts(store, school, **head)
    for part in ("mine", "grids"):
        assert counts[part] == len(alerts(store, school, whose=part, **head)) == 3
    assert set(alerts(store, Scope((4,))).person_id) == {1, 2}
    assert all(a.together <= 3 for a in alerts(store, school).itertuples())
    first = int(alerts(store, school).alert_id.iloc[0])
    shown = evidence(store, school, alert_id=first)
    assert set(shown.what) == {"scan_unit"} and set(shown.place) == {"初一 初一1班"}
    assert take(store, school, [first], actor="head", at=NOW) == 2  # of one school: one situation
    detect(store, as_of=LAST_DAY, actor="test", only=("unit_breach",))
    assert store.value("select count(*) from alert_grid") == 4


def test_scans_before_or_after_the_quarantine_are_allowed():
    later = "update person set arrived_on = date '2026-01-31' where person_id = 1"
    assert run("quarantine_breach", QUARANTINED.format(p=1), later, went(1, 7)) == []
    assert run("quarantine_breach", QUARANTINED.format(p=1).replace("02-05", "01-25"), went(1, 7)) == []


def test_a_scan_after_the_last_day_of_quarantine_is_none_though_nobody_was_classified_since():
    """The day after the one that was judged: its scans are looked at before it is over."""
    store = make_county()
    with store.write() as db:
        db.execute(QUARANTINED.format(p=1).replace("02-05", "01-31"))
        db.execute("delete from check_in where person_id = 1 and grid_id = 22")
        db.execute("insert into check_in values (1, 7, timestamp '2026-02-01 09:00:00', 'in', 36.5, null, 1)")
    roll_up(store, days=None, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    parameters = load_policy().detectors["quarantine_breach"]
    assert DETECTORS["quarantine_breach"](store, as_of=LAST_DAY + timedelta(days=1), parameters=parameters).empty


def test_a_class_that_the_policy_gives_alarms_like_one_of_the_roster():
    """In a county whose policy quarantines those who come from a high-risk area, nobody's roster need say so."""
    store = make_county()
    with store.write() as db:
        db.execute("update person set origin = '湖北黄冈', arrived_on = date '2026-01-25' where person_id = 1")
        db.execute(went(1, 7))
    roll_up(store, days=None, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    parameters = load_policy().detectors["quarantine_breach"] | {"classes": ["inbound"]}
    assert DETECTORS["quarantine_breach"](store, as_of=LAST_DAY, parameters=parameters)["person_id"].tolist() == [1]


def test_a_missing_feed_is_reported_once_for_the_widest_grid():
    gone = "delete from check_in where grid_id in (4, 5, 22) and scanned_at >= timestamp '2026-01-29'"
    found = run("missing_feed", gone)
    assert [row[:2] + row[3:] for row in found if row[0] < 20] == [
        (3, None, date(2026, 1, 29), LAST_DAY, "missing_feed")
    ]


def test_one_silent_day_is_not_yet_a_missing_feed():
    assert run("missing_feed", "delete from check_in where grid_id = 7 and scanned_at >= timestamp '2026-01-31'") == []


def test_when_all_units_of_a_kind_close_no_feed_is_missing():
    assert run("missing_feed", "delete from check_in where grid_id = 22 and scanned_at >= timestamp '2026-01-26'") == []


def test_someone_steady_falls_silent():
    found = run("silent_resident", "delete from check_in where person_id = 12 and scanned_at >= timestamp '2026-01-22'")
    assert found == [(5, 12, "medium", date(2026, 1, 22), LAST_DAY, "silent_resident")]


def test_approved_leave_is_no_silence():
    silent = "delete from check_in where person_id = 12 and scanned_at >= timestamp '2026-01-22'"
    leave = "insert into exit_application values (1, 12, timestamp '2026-01-20 10:00:00', date '2026-01-22', date '2026-02-03', '广州', null, '{}', null, 1)"
    assert run("silent_resident", silent, leave.format("approved")) == []
    assert len(run("silent_resident", silent, leave.format("refused"))) == 1


@pytest.mark.parametrize(
    ("insert", "found"),
    [
        ("quarantine (quarantine_id, person_id, since, until, place) values (1, 12, date '2026-01-22', date '2026-02-05', 'central')", 0),
        ("quarantine (quarantine_id, person_id, since, until, place) values (1, 12, date '2026-01-12', date '2026-01-14', 'central')", 1),
        ("disease_case (case_id, person_id, case_no, kind, confirmed_on) values (1, 12, 'A', 'confirmed', date '2026-01-22')", 0),
    ],
)  # fmt: skip
def test_whoever_is_kept_in_quarantine_or_hospital_is_not_silent(insert, found):
    silent = "delete from check_in where person_id = 12 and scanned_at >= timestamp '2026-01-22'"
    assert len(run("silent_resident", silent, f"insert into {insert}")) == found


def test_a_contact_breaks_quarantine_from_the_day_on_which_it_began():
    contact = "insert into case_contact (contact_id, person_id, case_no, kind, last_contact_on, quarantine_from, place) values (1, 1, 'A', 'close', date '2026-01-26', date '{}', 'home')"
    assert run("quarantine_breach", contact.format("2026-01-27"), went(1, 7, "2026-01-26 09:00")) == []
    assert len(run("quarantine_breach", contact.format("2026-01-27"), went(1, 7, "2026-01-28 09:00"))) == 1


def test_irregular_people_are_not_missed():
    rare = "delete from check_in where person_id = 12 and day(scanned_at) % 3 > 0"
    assert (
        run(
            "silent_resident",
            rare,
            "delete from check_in where person_id = 12 and scanned_at >= timestamp '2026-01-22'",
        )
        == []
    )


def test_a_missing_feed_silences_the_people_of_its_grid():
    store = make_county()
    with store.write() as db:
        db.execute("delete from check_in where grid_id = 7 and scanned_at >= timestamp '2026-01-24'")
        db.execute("delete from check_in where person_id = 12 and scanned_at >= timestamp '2026-01-22'")
    roll_up(store, days=None, actor="test")
    found = find(store, as_of=LAST_DAY, policy=load_policy())
    assert found[["detector", "grid_id"]].to_numpy().tolist() == [["missing_feed", 6], ["silent_resident", 5]]


def test_a_rise_of_one_grid_and_not_of_all():
    store = make_county()
    with store.write() as db:
        for n in range(60):
            scan(db, 1 + n % 40, 7, f"{9 + n % 8} hours", "in")
        db.execute(
            "delete from check_in where grid_id = 7 and hour(scanned_at) between 9 and 17 and scanned_at < timestamp '2026-01-30'"
        )
    roll_up(store, days=None, actor="test")
    found = DETECTORS["rate_rise"](store, as_of=LAST_DAY, parameters=load_policy().detectors["rate_rise"])
    assert found["grid_id"].tolist() == [6]
    fields = found["fields"].iloc[0]
    assert fields["indicator"] == "entries"
    assert fields["ratio"] > 4
    assert found["last_day"].iloc[0] == LAST_DAY
    assert found["first_day"].iloc[0] >= LAST_DAY - timedelta(days=6)


def test_a_class_given_by_policy_alone_alarms_too():
    """Nothing of the roster asks for it: the arrival from a high-risk area makes the class, the class makes the alarm."""
    store = make_county()
    with store.write() as db:
        db.execute("update person set origin = '湖北武汉', arrived_on = date '2026-01-25' where person_id = 1")
        db.execute(ASK.format(p=1, leave="date '2026-02-01'", status="pending"))
    roll_up(store, days=None, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    found = DETECTORS["key_attention_exit"](store, as_of=LAST_DAY, parameters={"classes": ["inbound"], "look_back": 7})
    assert found["person_id"].tolist() == [1]
    found = DETECTORS["unit_breach"](store, as_of=LAST_DAY, parameters={"classes": ["inbound"], "days": 7})
    assert set(found["person_id"]) == {1}
