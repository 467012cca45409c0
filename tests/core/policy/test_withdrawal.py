"""A version or an emergency for a day that is still to come, taken back before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import clock
from core.classify import classify
from core.errors import UserError
from core.policy import emergency, versions
from core.policy.running import running
from core.policy.withdrawal import withdraw_emergency, withdraw_version
from core.store import Store
from tests.county import LAST_DAY, make_county

LATER = LAST_DAY + timedelta(days=5)
SHORTER = '[[classes.class]]\ncode = "inbound"\ndays = 7\n'


@pytest.fixture
def store(monkeypatch) -> Store:
    monkeypatch.setattr(clock, "today", lambda: LAST_DAY)
    return make_county()


def draft(store: Store) -> int:
    return versions.save_draft(store, pack="epidemic", edition="2020-02", name="七天", changes=SHORTER, actor="chief")


def audited(store: Store, event: str) -> list[str]:
    return [row[0] for row in store.run("select actor from audit_entry where event = $event", event=event).fetchall()]


def test_a_version_withdrawn_is_a_draft_again_and_nothing_changes_on_its_day(store):
    before = running(store, LATER).version
    number = versions.publish(store, version_id=draft(store), from_day=LATER, actor="chief")
    assert running(store, LATER).version != before
    withdraw_version(store, version_id=number, actor="deputy")
    found = versions.version(store, number)
    assert (found.status, found.from_day, found.published_by, found.changes) == ("draft", None, None, SHORTER)
    assert running(store, LATER).version == before
    assert audited(store, "policy.withdrawn") == ["deputy"]


def test_an_edition_withdrawn_leaves_no_draft(store):
    number = versions.use(store, pack="epidemic", edition="9", from_day=LATER, actor="chief")
    withdraw_version(store, version_id=number, actor="chief")
    assert versions.versions(store) == ()


@pytest.mark.parametrize("day", [LAST_DAY, LAST_DAY - timedelta(days=1)])
def test_what_has_begun_stays(store, day):
    number = versions.publish(store, version_id=draft(store), from_day=day, actor="chief")
    began = emergency.declare(store, pack="flood", name="防汛", ordered_by="县防指", since=day, actor="chief")
    for refused, code in (
        (lambda: withdraw_version(store, version_id=number, actor="chief"), "version_not_ahead"),
        (lambda: withdraw_version(store, version_id=draft(store), actor="chief"), "version_not_ahead"),
        (lambda: withdraw_emergency(store, emergency_id=began, actor="chief"), "emergency_not_ahead"),
        (lambda: withdraw_emergency(store, emergency_id=99, actor="chief"), "emergency_unknown"),
    ):
        with pytest.raises(UserError) as error:
            refused()
        assert error.value.code == code
    assert versions.version_in_force(store, LAST_DAY, "epidemic").version_id == number
    assert len(emergency.emergencies(store)) == 2


def test_a_day_that_was_judged_has_begun_though_the_clock_stands_before_it(store):
    number = versions.publish(store, version_id=draft(store), from_day=LATER, actor="chief")
    classify(store, as_of=LATER, actor="test")
    with pytest.raises(UserError):
        withdraw_version(store, version_id=number, actor="chief")


def test_an_emergency_withdrawn_was_never_there(store):
    before = emergency.emergencies(store)
    number = emergency.declare(
        store, pack="flood", name="防汛", ordered_by="县防指", since=LATER, until=LATER, actor="chief"
    )
    withdraw_emergency(store, emergency_id=number, actor="deputy")
    assert emergency.emergencies(store) == before
    assert audited(store, "emergency.withdrawn") == ["deputy"]


def test_what_a_coming_version_replaces_is_what_holds_until_then(store):
    assert versions.next_version(store, LAST_DAY, "epidemic") is None
    first = versions.publish(store, version_id=draft(store), from_day=LATER, actor="chief")
    assert versions.replaced_by(store, versions.version(store, first)) is None
    second = versions.use(store, pack="epidemic", edition="9", from_day=LATER + timedelta(days=1), actor="chief")
    assert versions.replaced_by(store, versions.version(store, second)).version_id == first
    third = versions.use(store, pack="epidemic", edition="10", from_day=LATER, actor="chief")
    assert versions.replaced_by(store, versions.version(store, third)).version_id == first
    assert versions.next_version(store, LAST_DAY, "epidemic").version_id == third


def test_a_pack_runs_from_the_first_day_of_its_emergency(store):
    declared = emergency.emergencies(store)  # the epidemic's, since 2019
    assert emergency.first_day(declared, "epidemic", LAST_DAY) == LAST_DAY
    assert emergency.first_day(declared, "epidemic", date(2018, 1, 1)) == declared[0].since
    assert emergency.first_day(declared, "flood", LAST_DAY) is None
    emergency.end(store, emergency_id=declared[0].emergency_id, on=LAST_DAY, actor="chief")
    assert emergency.first_day(emergency.emergencies(store), "epidemic", LATER) is None
