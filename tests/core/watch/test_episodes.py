"""One event, one alert: what a closed alert has answered, what an open one takes in, what ends by itself and what comes back. Rows in
(scans, applications, what was closed), rows out (alerts)."""

from datetime import date, datetime, timedelta

import pytest

from core.classify import classify
from core.errors import UserError
from core.handling import close, take_back
from core.policy.loader import load_policy
from core.rollup import roll_up
from core.watch import alerts, detect
from tests.county import WHOLE, make_county

JAN = date(2026, 1, 31)
FEB = date(2026, 2, 1)


def day(n: int) -> date:
    """Days of February; 0 and below are January's last."""
    return FEB + timedelta(days=n - 1)


def went(person: int, n: int, *, grid: int, at: str = "10:00", temperature: float = 36.5) -> str:
    return f"insert into check_in values ({person}, {grid}, timestamp '{day(n)} {at}', 'in', {temperature}, null, 1)"


def asks(number: int, n: int, leave: int) -> str:
    return (
        f"insert into exit_application values ({number}, 1, timestamp '{day(n)} 10:00', date '{day(leave)}', null, '广州', null,"
        " 'pending', null, 1)"
    )


KEPT_IN = "update person set attention = 'home_quarantine', attention_until = date '2026-02-10' where person_id = 1"
WATCHED = "update person set attention = 'key_attention', attention_until = date '2026-02-10' where person_id = 1"
OUT = "delete from check_in where grid_id = 22"  # else the school is a breach of its own


class Desk:
    """A county in which days go by: each is rolled up, classified and searched."""

    def __init__(self, *changes: str) -> None:
        self.store = make_county()
        self.write(OUT, *changes)
        roll_up(self.store, days=None, actor="test")

    def write(self, *changes: str) -> None:
        with self.store.write() as db:
            for change in changes:
                db.execute(change)

    def goes_on(self, n: int, *changes: str, only: str, everybody: bool = True) -> None:
        """Day n; of `everybody` the evening's scan comes in."""
        self.write(*changes)
        if everybody:
            self.write(
                f"insert into check_in select person_id, home_grid_id, timestamp '{day(n)} 18:00', 'in', 36.5, null, 1 from person"
                f" where timestamp '{day(n)} 18:00' not in (select scanned_at from check_in)"
            )
        roll_up(self.store, days=None, actor="test")
        classify(self.store, as_of=day(n), actor="test")
        detect(self.store, as_of=day(n), actor="test", only=(only,))

    def closes(self, outcome: str = "false") -> None:
        number = self.store.value("select max(alert_id) from alert where status = 'open'")
        status = "resolved" if outcome == "handled" else "dismissed"
        at = datetime(2026, 2, 20)
        close(self.store, WHOLE, number, status=status, outcome=outcome, reason="看过", actor="li", at=at)

    def said(self, *columns: str) -> list[tuple]:
        return self.store.run(f"select {', '.join(columns)} from alert order by alert_id").fetchall()


@pytest.mark.parametrize(
    ("detector", "given", "first", "closed_after", "second", "scores"),
    [
        ("quarantine_breach", KEPT_IN, [went(1, 1, grid=7)], 1, [went(1, 2, grid=7)], [1, 1]),
        # on the same day, after it was closed
        ("quarantine_breach", KEPT_IN, [went(1, 1, grid=7)], 1, [went(1, 1, grid=10, at="15:00")], [1, 2]),
        ("fever", KEPT_IN, [went(1, 1, grid=4, temperature=37.4)], 1, [went(1, 2, grid=4, temperature=39.6)], [37.4, 39.6]),
        ("fever", KEPT_IN, [went(1, 1, grid=4, temperature=39.6)], 1, [went(1, 2, grid=4, temperature=37.4)], [39.6, 37.4]),
        ("key_attention_exit", WATCHED, [asks(1, 1, 9)], 1, [asks(2, 2, 4)], [0.12, 0.5]),
    ],
)  # fmt: skip
def test_what_comes_after_a_closed_alert_is_news_and_what_was_in_it_is_not(
    detector, given, first, closed_after, second, scores
):
    desk = Desk(given)
    desk.goes_on(1, *first, only=detector)
    desk.closes()
    desk.goes_on(1, only=detector)
    assert desk.said("status") == [("dismissed",)]  # the same again
    desk.goes_on(2, *second, only=detector)
    assert [status for (status,) in desk.said("status")] == ["dismissed", "open"]
    assert [score for (score,) in desk.said("score")] == pytest.approx(scores, abs=0.01)
    desk.goes_on(3, only=detector)
    assert len(desk.said("status")) == 2


def test_a_condition_that_lasts_is_answered_until_it_begins_anew():
    desk = Desk()
    silent = "delete from check_in where grid_id = 7 and scanned_at >= timestamp '2026-01-29'"
    desk.goes_on(0, silent, only="missing_feed")
    desk.closes("handled")
    desk.goes_on(1, silent, only="missing_feed", everybody=False)
    assert desk.said("status", "outcome") == [("resolved", "handled")]


@pytest.mark.parametrize(
    ("days", "spans"),
    [
        ([1, 2, 4, 8], [(1, 8)]),  # comes and goes: one
        ([1, 9], [(1, 1), (9, 9)]),  # eight days without: two, though the first stands open
        ([1, 8, 15], [(1, 15)]),
    ],
)
def test_what_lies_within_seven_days_is_one_episode(days, spans):
    desk = Desk(KEPT_IN)
    for n in range(1, max(days) + 1):
        desk.goes_on(
            n, *([went(1, n, grid=4, temperature=38.0)] if n in days else []), only="fever", everybody=n in days
        )
    found = desk.said("first_day", "last_day")
    assert found == [(day(a), day(b)) for a, b in spans]


def test_days_that_arrive_in_one_import_are_parted_too():
    """A month of backlog at once: one look back over days far apart."""
    desk = Desk(WATCHED, asks(1, -20, 3), asks(2, -1, 3))
    desk.goes_on(1, only="key_attention_exit")
    assert len(desk.said("status")) == 1  # still pending: one condition up to today
    assert desk.said("first_day", "last_day", "evidence_at") == [(day(-20), day(1), datetime(2026, 1, 30, 10))]


def test_a_missing_feed_ends_when_its_data_come_and_opens_again_when_they_stop():
    desk = Desk()
    gone = "delete from check_in where grid_id = 7 and scanned_at >= timestamp '2026-01-29'"
    desk.goes_on(0, gone, only="missing_feed")
    assert desk.said("status", "ended_on") == [("open", None)]
    # the data of the days come after all: same day judged
    late = [
        f"insert into check_in select person_id, 7, timestamp '{d} 08:00', 'out', 36.5, null, 1 from person where home_grid_id = 7"
        for d in ("2026-01-29", "2026-01-30", "2026-01-31")
    ]
    desk.write(*late)
    roll_up(desk.store, days=[date(2026, 1, n) for n in (29, 30, 31)], actor="test")
    desk.goes_on(0, only="missing_feed", everybody=False)
    ended = desk.said("status", "closing_reason", "handled_by", "ended_on", "outcome", "quiet_days")
    assert ended == [("resolved", "over", "system", JAN, None, 0)]
    for n in (1, 2, 3):
        desk.goes_on(n, "delete from check_in where grid_id = 7 and scanned_at >= timestamp '2026-02-01'", only="x")
        desk.write(f"delete from check_in where grid_id = 7 and cast(scanned_at as date) = date '{day(n)}'")
        roll_up(desk.store, days=[day(n)], actor="test")
    desk.goes_on(3, only="missing_feed", everybody=False)
    assert desk.said("status", "closing_reason", "ended_on") == [("open", None, None)]


@pytest.mark.parametrize(
    ("missing", "ended"), [(False, [("resolved", "over", day(8))]), (True, [("open", None, None)])]
)
def test_a_fever_ends_after_its_quiet_time_but_days_without_data_are_not_quiet(missing, ended):
    desk = Desk()
    desk.goes_on(1, went(1, 1, grid=4, temperature=38.0), only="fever")
    for n in range(2, 9):
        desk.goes_on(n, only="fever", everybody=n == 8 or not missing)
    if missing:
        desk.write("delete from missing_day", "insert into missing_day values (0, date '2026-02-03')")
        detect(desk.store, as_of=day(8), actor="test", only=("fever",))
    else:
        assert desk.said("status")[0] == ("resolved",)
    if not missing:
        assert desk.said("status", "closing_reason", "ended_on") == ended
        # and what became of it may still be said
        close(
            desk.store,
            WHOLE,
            1,
            status="dismissed",
            outcome="false",
            reason="体温计坏了",
            actor="li",
            at=datetime(2026, 2, 20),
        )
        assert desk.said("status", "outcome") == [("dismissed", "false")]
        take_back(desk.store, WHOLE, [1], actor="li", at=datetime(2026, 2, 20))
        assert desk.said("status", "closing_reason", "ended_on", "outcome") == [*[(*ended[0], None)]]


def test_silence_that_is_hidden_by_a_missing_feed_has_not_ended():
    desk = Desk("delete from check_in where person_id = 12 and scanned_at >= timestamp '2026-01-22'")
    desk.goes_on(0, only="silent_resident")
    assert desk.said("status") == [("open",)]
    with desk.store.write() as db:
        db.execute("delete from check_in where grid_id = 5 and scanned_at >= timestamp '2026-01-28'")
    roll_up(desk.store, days=None, actor="test")
    detect(desk.store, as_of=JAN, actor="test", only=("missing_feed", "silent_resident"))
    assert ("silent_resident", "open") in desk.said("detector", "status")
    # they are seen again: it ends
    desk.goes_on(1, went(12, 1, grid=5), only="silent_resident", everybody=False)
    assert ("silent_resident", "resolved") in desk.said("detector", "status")


MOVED = "update membership set until = date '2026-02-03' where person_id = 1 and kind = 'home'"
LIVES = "update person set home_grid_id = 7 where person_id = 1"
ENTERS = "insert into membership (person_id, grid_id, kind) values (1, 7, 'home')"


@pytest.mark.parametrize(
    ("n", "grid", "found"),
    [
        (2, 4, 0),  # the former home, before the move
        (3, 5, 0), (3, 7, 0),  # the day of the move: both
        (2, 7, 1),  # not yet home
        (4, 4, 1),  # no longer
        (4, 7, 0), (4, 6, 0),
    ],
)  # fmt: skip
def test_home_is_home_as_it_was_on_that_day(n, grid, found):
    desk = Desk(KEPT_IN, MOVED, LIVES, ENTERS)
    desk.write("delete from check_in where person_id = 1", went(1, n, grid=grid))
    roll_up(desk.store, days=None, actor="test")
    classify(desk.store, as_of=day(5), actor="test")
    detect(desk.store, as_of=day(5), actor="test", only=("quarantine_breach",))
    assert len(desk.said("status")) == found
    outsiders = desk.store.value(f"select coalesce(sum(outsiders), 0) from grid_day where day = date '{day(n)}'")
    assert outsiders == found


def test_the_strongest_are_kept_as_many_as_the_budget_has():
    desk = Desk()
    desk.write(*(went(p, 1, grid=4, temperature=37.3 + p / 10) for p in range(1, 6)))
    roll_up(desk.store, days=[day(1)], actor="test")
    policy = load_policy("epidemic", None, "[detectors.fever]\nbudget_a_day = 2\ncluster = 99\n")
    for _ in range(2):  # a second run of the day has no budget of its own
        detect(desk.store, as_of=day(1), actor="test", only=("fever",), policy=policy)
        assert sorted(desk.said("person_id")) == [(4,), (5,)]
    held = desk.store.value(
        "select json_extract_string(fields, '$.held.fever') from audit_entry where event = 'detect.done' limit 1"
    )
    assert held == "3"


def test_other_thresholds_hold_where_a_level_a_kind_or_a_grid_has_its_own():
    desk = Desk()
    desk.write(*(went(p, 1, grid=4, temperature=38.0) for p in (1, 11, 21)))
    roll_up(desk.store, days=[day(1)], actor="test")

    def severities(changes: str) -> dict:
        policy = load_policy("epidemic", None, changes or "[detectors.fever]\ncluster = 3\n")
        found = detect(desk.store, as_of=day(1), actor="test", only=("fever",), policy=policy)
        with desk.store.write() as db:
            db.execute("delete from alert")
        return dict(found[["person_id", "severity"]].itertuples(index=False))

    assert set(severities("").values()) == {"medium"}
    assert set(severities("[detectors.fever.at.section]\nhigh = 37.5\n").values()) == {"high"}
    assert set(severities("[detectors.fever.at.village]\nhigh = 37.5\n").values()) == {"medium"}
    near = "[detectors.fever.grid.990101100]\nhigh = 37.5\n[detectors.fever.grid.990101100001001]\nhigh = 40.0\n"
    assert severities(near) == {1: "medium", 11: "high", 21: "high"}
    assert severities("[detectors.fever]\non = false\n") == {}


@pytest.mark.parametrize(
    "changes",
    [
        "[detectors.fever]\nhigh = 'hot'", "[detectors.fever]\nquiet_days = -1", "[detectors.fever]\nbudget_a_day = 1.5",
        "[detectors.fever]\non = 'no'", "[detectors.fever.at.village]\nhihg = 38", "[detectors.fever.at.hamlet]\nhigh = 38",
    ],
)  # fmt: skip
def test_a_faulty_threshold_is_refused(changes):
    with pytest.raises(UserError) as error:
        load_policy("epidemic", None, changes)
    assert error.value.code == "policy_invalid"


def test_an_alert_says_the_share_of_false_ones_of_its_rule_from_ten_on():
    desk = Desk(KEPT_IN)
    desk.goes_on(1, went(1, 1, grid=4, temperature=38.0), only="fever")
    rule = desk.store.value("select rule from alert")
    for n, outcome in enumerate(["false", "data_error", *["handled"] * 7]):
        desk.write(
            "insert into alert (alert_id, detector, grid_id, status, severity, score, first_day, last_day, reason, policy_version, opened_at,"
            f" rule, outcome) values ({100 + n}, 'fever', 10, 'resolved', 'low', 1, '2026-01-01', '2026-01-01', 'x', 'v', '2026-01-02', '{rule}', '{outcome}')"
        )
    desk.goes_on(2, went(2, 2, grid=4, temperature=38.0), only="fever")
    assert alerts(desk.store, WHOLE, statuses=["open"])["false_share"].isna().all()
    desk.closes("handled")
    desk.goes_on(3, went(3, 3, grid=4, temperature=38.0), only="fever")
    shares = alerts(desk.store, WHOLE, statuses=["open"]).set_index("person_id")["false_share"]
    assert shares[3] == pytest.approx(0.2)
    # a changed rule begins anew
    policy = load_policy("epidemic", None, "[detectors.fever]\nhigh = 39.0\n")
    desk.write(went(11, 3, grid=5, temperature=38.0))
    roll_up(desk.store, days=[day(3)], actor="test")
    detect(desk.store, as_of=day(3), actor="test", only=("fever",), policy=policy)
    assert alerts(desk.store, WHOLE).set_index("person_id").loc[11].isna()["false_share"]


@pytest.mark.parametrize(
    ("status", "outcome", "code"),
    [("resolved", "false", "alert_outcome"), ("dismissed", "handled", "alert_outcome"), ("dismissed", None, None), ("resolved", None, None)],
)  # fmt: skip
def test_an_outcome_goes_with_its_status(status, outcome, code):
    desk = Desk(KEPT_IN)
    desk.goes_on(1, went(1, 1, grid=4, temperature=38.0), only="fever")
    at = datetime(2026, 2, 20)
    if code is None:
        close(desk.store, WHOLE, 1, status=status, outcome=outcome, reason="x", actor="li", at=at)
        assert desk.said("outcome") == [("handled" if status == "resolved" else None,)]
        return
    with pytest.raises(UserError) as error:
        close(desk.store, WHOLE, 1, status=status, outcome=outcome, reason="x", actor="li", at=at)
    assert error.value.code == code
