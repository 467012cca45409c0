"""When and where: the rows that an alert rests on."""

import pandas as pd
import pytest

from core.errors import UserError
from core.rollup import roll_up
from core.watch import evidence
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, WHOLE, make_county


@pytest.fixture(scope="module")
def store():
    """Person 1 (home: grid 4) has a fever and is in quarantine, class 22 has three fevers, the west has sent nothing since 29 January."""
    made = make_county()
    with made.write() as db:
        db.execute("delete from check_in where grid_id = 10 and scanned_at >= timestamp '2026-01-29'")
        for person, grid, at, temperature in (
            (1, 4, "2026-01-31 12:00", 38.6), (1, 10, "2026-01-30 10:00", 36.4), (1, 10, "2026-01-20 10:00", 36.4),
            (2, 22, "2026-01-30 08:10", 38.1), (2, 22, "2026-01-31 08:11", 37.9), (3, 22, "2026-01-31 08:12", 38.4),
        ):  # fmt: skip
            db.execute("insert into check_in values (?, ?, ?, 'in', ?, null, 1)", [person, grid, at, temperature])
        db.execute(
            "insert into class_history (stretch_id, person_id, class, since, until, policy_version) values (1, 1, 'home_quarantine', date '2026-01-25', null, 'v')"
        )
        db.execute(
            "insert into exit_application values (1, 11, timestamp '2026-01-30 09:30', date '2026-02-02', null, '广州', '送货', 'pending', null, 1)"
        )
        alerts = [
            (1, "fever", 4, 1, "2026-01-31", None), (2, "fever", 22, None, "2026-01-30", None), (3, "quarantine_breach", 4, 1, "2026-01-30", None),
            (4, "missing_feed", 8, None, "2026-01-29", None), (5, "silent_resident", 10, 40, "2026-01-29", None),
            (6, "key_attention_exit", 5, 11, "2026-01-30", None), (7, "rate_rise", 3, None, "2026-01-31", '{"indicator": "entries"}'),
            (8, "rate_fall", 9, None, "2026-01-29", '{"indicator": "check_ins"}'),
        ]  # fmt: skip
        for number, detector, grid, person, first, fields in alerts:
            db.execute(
                "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at, handled_by, handled_at, closing_reason) values (?, ?, ?, ?, 'open', 'high', 1, ?, date '2026-01-31', 'x', ?, 'v', timestamp '2026-02-01', null, null, null)",
                [number, detector, grid, person, first, fields],
            )
        for n in range(30):
            db.execute(
                "insert into check_in values (?, 5, timestamp '2026-01-31 15:20', 'in', 36.5, null, 1)", [n + 11]
            )
    roll_up(made, days=None, actor="test")
    return made


def rows(store, alert, scope=WHOLE, **asked):
    found = evidence(store, scope, alert_id=alert, **asked)
    return list(zip(found["at"], found["place"], found["what"], strict=True))


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_the_reading_behind_a_fever(store):
    assert rows(store, 1) == [(at("2026-01-31 12:00"), "东一村 东一村1组", "scan_fever")]
    assert evidence(store, WHOLE, alert_id=1)["fields"].iloc[0]["temperature"] == 38.6


def test_the_people_of_a_cluster_each_with_the_highest_reading(store):
    found = evidence(store, WHOLE, alert_id=2)
    assert found["at"].tolist() == [at("2026-01-31 12:00"), at("2026-01-31 08:12"), at("2026-01-30 08:10")]
    assert not any("*" in name for name in found["person_name"])
    assert all("*" in name for name in evidence(store, MASKED, alert_id=2)["person_name"])


def test_scans_elsewhere_during_the_quarantine_alone(store):
    assert rows(store, 3) == [
        (at("2026-01-30 10:00"), "西一村 西一村1组", "scan_away"),  # school is the other detector's
    ]


def test_the_last_sign_of_a_silent_feed(store):
    heard, silenced = rows(store, 4)
    assert heard == (at("2026-01-28 18:00"), "西一村 西一村1组", "heard_last_usual")
    assert silenced[2] == "feed_silences" and evidence(store, WHOLE, alert_id=4)["fields"].iloc[1] == {"people": 10}
    assert evidence(store, WHOLE, alert_id=4)["fields"].iloc[0]["a_day"] == pytest.approx(20, abs=1)


def test_where_a_silent_person_was_seen_last(store):
    found = rows(store, 5)
    assert found[0] == (at("2026-01-28 18:00"), "西一村 西一村1组", "scan_last")
    assert [what for *_, what in found].count("scan_last") == 5


def test_the_application_itself(store):
    assert rows(store, 6) == [(at("2026-01-30 09:30"), "广州", "application")]
    fields = evidence(store, WHOLE, alert_id=6)["fields"].iloc[0]
    assert fields == {"leave_on": "2026-02-02", "return_on": None, "purpose": "送货"}


def test_the_scan_point_and_the_hour_of_a_rise(store):
    found = evidence(store, WHOLE, alert_id=7)
    assert found["place"].iloc[0] == "东一村 东一村2组"
    assert found["at"].iloc[0] == at("2026-01-31 15:00")
    assert found["fields"].iloc[0] | {"expected": 0} == {
        "indicator": "entries", "observed": 40, "expected": 0, "hourly": 30,
    }  # fmt: skip


def test_where_least_is_left_after_a_fall(store):
    assert rows(store, 8) == [(at("2026-01-30 10:00"), "西一村 西一村1组", "emptiest")]
    assert evidence(store, WHOLE, alert_id=8)["fields"].iloc[0] == {
        "indicator": "check_ins",
        "observed": 1,
        "expected": 60,
    }


def test_nobody_sees_more_than_the_scope(store):
    with pytest.raises(UserError) as error:
        evidence(store, NOBODY, alert_id=1)
    assert error.value.code == "alert_unknown"
    with pytest.raises(UserError):
        evidence(store, EAST, alert_id=4)
    assert len(evidence(store, EAST, alert_id=1)) == 1
    with store.write() as db:
        db.execute(
            "update person set home_grid_id = 10 where person_id = 11"
        )  # moved away: the alert stays, the person does not
    assert evidence(store, EAST, alert_id=6, as_of=LAST_DAY).empty


def test_no_more_than_asked_for(store):
    assert len(evidence(store, WHOLE, alert_id=2, limit=2)) == 2
