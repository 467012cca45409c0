"""Other settings over past days: rows in (fevers, alerts, outcomes), figures out; nothing is written, nothing is seen before its day."""

from argparse import Namespace
from datetime import date, datetime

import pytest

from core.commands.rules import try_out
from core.errors import UserError
from core.handling import close
from core.policy import versions
from core.policy.rule_changes import draft, settings_of, typed
from core.policy.running import running
from core.rollup import roll_up
from core.watch import detect
from core.watch.backtest import backtest
from core.watch.record import rule_record
from tests.county import EAST, LAST_DAY, NOBODY, WHOLE, make_county


@pytest.fixture(scope="module")
def store():
    """Fevers of 1 on the 10th and the 12th (one episode) and on the 25th, of 2 on the 12th, of 31 on the 12th; the 25th's alert was handled,
    that of 2 false."""
    made = make_county()
    with made.write() as db:
        for person, day, temperature in ((1, 10, 37.5), (1, 12, 38.6), (1, 25, 38.0), (2, 12, 37.4), (31, 12, 37.6)):
            db.execute(
                f"update check_in set temperature = {temperature} where person_id = {person} and cast(scanned_at as date) = '2026-01-{day}'"
            )
    roll_up(made, days=None, actor="test")
    for day in range(10, 32):
        detect(made, as_of=date(2026, 1, day), actor="test", only=("fever",))
    for person, status, outcome in ((1, "resolved", "handled"), (2, "dismissed", "false")):
        number = made.value("select max(alert_id) from alert where person_id = $p", p=person)
        close(made, WHOLE, number, status=status, outcome=outcome, reason="x", actor="li", at=datetime(2026, 2, 1))
    return made


def tried(store, *settings: str, scope=WHOLE, days: int = 25, until: date = LAST_DAY):
    asked = settings_of(store, "fever", typed(list(settings)), day=LAST_DAY)
    return backtest(store, scope, policy=running(store, LAST_DAY), code="fever", settings=asked, until=until, days=days)


@pytest.mark.parametrize(
    ("settings", "scope", "days", "counts"),
    [
        ((), WHOLE, 25, {"fired": 4, "held": 0, "known": 4, "confirmed": 1, "harmless": 0, "wrong": 1, "most": 2}),
        (("budget_a_day=1",), WHOLE, 25, {"fired": 4, "held": 0, "known": 4, "confirmed": 1, "harmless": 0, "wrong": 1, "most": 1}),
        (("budget_a_day=0",), WHOLE, 25, {"fired": 0, "held": 4, "known": 0, "confirmed": 0, "harmless": 0, "wrong": 0, "most": 0}),
        ((), EAST, 25, {"fired": 3, "held": 0, "known": 3, "confirmed": 1, "harmless": 0, "wrong": 1, "most": 1}),
        ((), NOBODY, 25, {"fired": 0, "held": 0, "known": 0, "confirmed": 0, "harmless": 0, "wrong": 0, "most": 0}),
        ((), WHOLE, 10, {"fired": 1, "held": 0, "known": 1, "confirmed": 1, "harmless": 0, "wrong": 0, "most": 1}),
        # the 12th's stood already on the day before the first
        ((), WHOLE, 19, {"fired": 1, "held": 0, "known": 1, "confirmed": 1, "harmless": 0, "wrong": 0, "most": 1}),
    ],
)  # fmt: skip
def test_what_would_have_fired(store, settings, scope, days, counts):
    before = store.value("select count(*) from audit_entry"), store.version
    assert tried(store, *settings, scope=scope, days=days).counts == counts
    assert (store.value("select count(*) from audit_entry"), store.version) == before


def test_no_day_knows_what_came_after_it(store):
    """The answer up to a day is the same whether later days are there or not."""
    early = date(2026, 1, 20)
    whole = tried(store).episodes
    until = tried(store, until=early, days=14).episodes
    kept = whole[whole["found_on"] <= str(early)]
    columns = ["person_id", "found_on", "first_day", "last_day", "score", "reason"]
    assert kept[columns].to_numpy().tolist() == until[columns].to_numpy().tolist()


def test_days_without_enough_history_are_told(store):
    """“None in the last days” is not said of days that could not be judged; a rule about facts needs none before."""
    policy = running(store, LAST_DAY)
    off = policy.detectors["missing_feed"] | {"on": False}  # whether it is switched on does not matter
    found = backtest(store, WHOLE, policy=policy, code="missing_feed", settings=off, until=LAST_DAY, days=60)
    assert (found.judged_from - found.since).days == 8 and found.episodes.empty
    later = backtest(store, WHOLE, policy=policy, code="missing_feed", settings=off, until=LAST_DAY, days=2)
    assert later.judged_from == later.since
    fever = tried(store, days=60)
    assert fever.judged_from == fever.since


def test_how_a_rule_has_done_is_of_its_settings(store):
    policy = running(store, LAST_DAY)
    row = rule_record(store, WHOLE, detectors=policy.detectors, until=LAST_DAY).set_index("detector").loc["fever"]
    assert row[["alerts", "said", "confirmed", "wrong"]].tolist() == [4, 2, 1, 1]
    assert row.isna()["precision"]  # two closed ones measure nothing
    changed = policy.detectors | {"fever": policy.detectors["fever"] | {"high": 39.0}}
    row = rule_record(store, WHOLE, detectors=changed, until=LAST_DAY).set_index("detector").loc["fever"]
    assert row[["alerts", "said"]].tolist() == [4, 0]


def test_a_change_is_a_draft_over_what_holds_and_holds_once_published():
    own = make_county()
    first = draft(
        own, "fever", typed(["budget_a_day=3", "at.unit.school.high=38.0"]), day=LAST_DAY, name="a", actor="li"
    )
    assert "budget_a_day" not in running(own, LAST_DAY).detectors["fever"]
    versions.publish(own, version_id=first, from_day=LAST_DAY, actor="li")
    second = draft(own, "rate_rise", typed(["on=false"]), day=LAST_DAY, name="b", actor="li")
    versions.publish(own, version_id=second, from_day=LAST_DAY, actor="li")
    held = running(own, LAST_DAY).detectors
    assert held["fever"]["budget_a_day"] == 3 and held["fever"]["at"] == {"unit.school": {"high": 38.0}}
    assert held["rate_rise"]["on"] is False
    assert versions.version(own, first).changes != versions.version(own, second).changes


@pytest.mark.parametrize(
    ("code", "setting", "error"),
    [
        ("fever", "high", "setting_unreadable"),
        ("fever", "high=very", "setting_unreadable"),
        ("fever", "high='very'", "policy_invalid"),
        ("fewer", "high=38.0", "detector_unknown"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(store, code, setting, error):
    with pytest.raises(UserError) as raised:
        settings_of(store, code, typed([setting]), day=LAST_DAY)
    assert raised.value.code == error


def test_episodes_that_no_alert_is_known_of_are_lines_too():
    made = make_county()
    with made.write() as db:
        db.execute(
            "update check_in set temperature = 38.6 where person_id = 1 and cast(scanned_at as date) = '2026-01-12'"
        )
    roll_up(made, days=None, actor="test")
    told = try_out(made, Namespace(detector="fever", settings=[], days=25, json=False, lang="en"))
    (_, line) = told.splitlines()
    assert line.startswith("2026-01-12") and "#" not in line
