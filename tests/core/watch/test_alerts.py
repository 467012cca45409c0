from datetime import date, datetime, timedelta

import pytest

from core.audit import verify
from core.errors import UserError
from core.handling import close, take
from core.rollup import roll_up
from core.watch import alert_counts, alert_series, alerts, detect, standing
from tests.copied import copied
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, WHOLE, county_alone

AT = datetime(2026, 2, 1, 9, 0)


@pytest.fixture
def store():
    """A fever in the east (person 1) and a factory town that has sent nothing for three days."""
    return copied(_store)


def _store():
    made = county_alone()
    with made.write() as db:
        db.execute(
            "update check_in set temperature = 38.6 where person_id = 1 and scanned_at >= timestamp '2026-01-31'"
        )
        db.execute("delete from check_in where grid_id = 10 and scanned_at >= timestamp '2026-01-29'")
    roll_up(made, days=None, actor="test")
    detect(made, as_of=LAST_DAY, actor="test")
    return made


def fever(store) -> int:
    return int(alerts(store, WHOLE, detectors=["fever"])["alert_id"].iloc[0])


def test_the_list_follows_scope_and_filters(store):
    assert sorted(alerts(store, WHOLE)["detector"]) == ["fever", "missing_feed"]
    assert alerts(store, EAST)["detector"].tolist() == ["fever"]
    assert alerts(store, NOBODY).empty
    assert alerts(store, WHOLE, grid=8)["detector"].tolist() == ["missing_feed"]
    assert alerts(store, WHOLE, statuses=["resolved"]).empty
    assert alerts(store, WHOLE, until=LAST_DAY - timedelta(days=1))["detector"].tolist() == ["missing_feed"]
    assert alerts(store, WHOLE, since=LAST_DAY + timedelta(days=1)).empty
    assert len(alerts(store, WHOLE, limit=1)) == 1


def test_a_row_says_who_where_and_why_and_masks_the_name(store):
    row = alerts(store, WHOLE, detectors=["fever"]).iloc[0]
    assert row[["grid_name", "township", "person_id", "severity", "status"]].tolist() == [
        "东一村1组",
        "东镇",
        1,
        "high",
        "open",
    ]
    assert row["fields"] == {"day": "2026-01-31", "temperature": 38.6}
    assert "*" not in row["person_name"]
    assert "*" in alerts(store, MASKED, detectors=["fever"])["person_name"].iloc[0]


def test_of_every_kind_the_worst(store):
    every = alerts(store, WHOLE)
    assert every.detector.nunique() > 1
    first = alerts(store, WHOLE, each=1)
    assert first.detector.tolist() == list(dict.fromkeys(every.detector))
    assert first.alert_id.tolist() == every.groupby("detector", sort=False).alert_id.first().tolist()


def test_counts(store):
    assert alert_counts(store, EAST)[["detector", "status", "alerts"]].to_numpy().tolist() == [["fever", "open", 1]]
    assert alert_counts(store, NOBODY).empty


def test_what_is_open_is_counted_by_the_grids_below_one(store):
    def found(scope, **asked):
        rows = standing(store, scope, **asked)
        return rows[["grid_id", "detector", "severity", "alerts"]].to_numpy().tolist()

    assert found(WHOLE) == [[2, "fever", "high", 1], [8, "missing_feed", "medium", 1]]
    assert found(EAST, grid=2) == [[3, "fever", "high", 1]]
    assert found(EAST, grid=8) == found(NOBODY) == []
    take(store, WHOLE, [fever(store)], actor="li", at=AT)
    assert len(found(WHOLE)) == 2  # whoever works on it has not ended it
    close(store, WHOLE, fever(store), status="resolved", reason="已就医", actor="li", at=AT)
    assert found(WHOLE) == [[8, "missing_feed", "medium", 1]]


def test_acknowledging_keeps_to_the_scope_and_is_audited(store):
    everything = alerts(store, WHOLE)["alert_id"].tolist()
    assert take(store, NOBODY, everything, actor="li", at=AT) == 0
    assert take(store, EAST, everything, actor="li", at=AT) == 1
    assert take(store, EAST, everything, actor="li", at=AT) == 0
    row = alerts(store, WHOLE, statuses=["acknowledged"]).iloc[0]
    assert (row["detector"], row["handled_by"], row["handled_at"]) == ("fever", "li", AT)
    assert store.value("select count(*) from audit_entry where event = 'alert.taken'") == 1
    assert verify(store).whole


def test_closing_needs_a_status_a_reason_and_the_scope(store):
    number = fever(store)
    for given, code in (
        ({"status": "open", "reason": "x"}, "alert_status"),
        ({"status": "resolved", "reason": "  "}, "alert_reason"),
    ):
        with pytest.raises(UserError) as error:
            close(store, WHOLE, number, actor="li", at=AT, **given)
        assert error.value.code == code
    with pytest.raises(UserError) as error:
        close(store, NOBODY, number, status="resolved", reason="已就医", actor="li", at=AT)
    assert error.value.code == "alert_unknown"
    close(store, EAST, number, status="resolved", reason="已就医", actor="li", at=AT)
    assert alerts(store, WHOLE, statuses=["resolved"])["closing_reason"].tolist() == ["已就医"]
    with pytest.raises(UserError):
        close(store, EAST, number, status="dismissed", reason="again", actor="li", at=AT)
    assert "已就医" not in store.value("select fields from audit_entry where event = 'alert.closed'")


def test_the_same_again_extends_the_alert(store):
    with store.write() as db:
        db.execute("insert into check_in values (1, 4, timestamp '2026-02-01 08:00:00', 'in', 39.1, null, 1)")
        db.execute("insert into check_in values (2, 4, timestamp '2026-02-01 08:00:00', 'in', 36.1, null, 1)")
    roll_up(store, days=[date(2026, 2, 1)], actor="test")
    before = fever(store)
    touched = detect(store, as_of=date(2026, 2, 1), actor="test").set_index("detector")
    assert touched.loc["fever", ["alert_id", "new"]].tolist() == [before, False]
    row = alerts(store, WHOLE, detectors=["fever"]).iloc[0]
    assert (row["first_day"].date(), row["last_day"].date(), row["score"]) == (LAST_DAY, date(2026, 2, 1), 39.1)


def test_what_was_closed_is_not_opened_again_for_the_same_days(store):
    close(store, WHOLE, fever(store), status="dismissed", reason="体温计有误", actor="li", at=AT)
    detect(store, as_of=LAST_DAY, actor="test")
    assert len(alerts(store, WHOLE, detectors=["fever"])) == 1
    with store.write() as db:
        db.execute("insert into check_in values (1, 4, timestamp '2026-02-09 08:00:00', 'in', 39.1, null, 1)")
    roll_up(store, days=[date(2026, 2, 9)], actor="test")
    detect(store, as_of=date(2026, 2, 9), actor="test")
    assert sorted(alerts(store, WHOLE, detectors=["fever"])["status"]) == ["dismissed", "open"]


def test_the_series_of_a_grid_and_of_a_person(store):
    feed = int(alerts(store, WHOLE, detectors=["missing_feed"])["alert_id"].iloc[0])
    grid = alert_series(store, WHOLE, alert_id=feed).set_index("day")
    assert len(grid) == 30
    assert grid["observed"].tail(4).tolist() == [20, 0, 0, 0]
    assert grid["expected"].iloc[-1] == pytest.approx(20, rel=0.1)
    assert (grid["low"].iloc[-1] > 0) and (grid["low"] <= grid["high"]).loc["2026-01-25":].all()
    person = alert_series(store, WHOLE, alert_id=fever(store))
    assert person["observed"].iloc[-1] == pytest.approx(38.6)
    assert (person["high"] == 37.3).all()
    with store.write() as db:
        db.execute("update alert set detector = 'silent_resident' where detector = 'fever'")
    scans = alert_series(
        store, WHOLE, alert_id=int(alerts(store, WHOLE, detectors=["silent_resident"])["alert_id"].iloc[0])
    )
    assert scans["expected"].notna().any()
    band = scans.dropna(subset=["low"])  # of two scans a day: counts, however alike the days were
    assert len(band) > 10 and (band[["low", "high"]] % 1 == 0).all(axis=None)
    assert (band["high"] > band["low"]).all() and band["high"].iloc[-1] == 4
    with pytest.raises(UserError):
        alert_series(store, NOBODY, alert_id=feed)
