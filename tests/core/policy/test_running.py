"""What runs on a day: declared emergencies, and the county's own versions of a pack."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import clock
from core.classify import classify, classify_days
from core.classify.why import why
from core.errors import UserError
from core.policy import emergency, versions
from core.policy.loader import load_policy
from core.policy.names import known_class
from core.policy.running import combined, running, shown_day
from core.rollup import roll_up
from core.store import Store
from tests.county import LAST_DAY, WHOLE, make_county

SHORTER = '[[classes.class]]\ncode = "inbound"\ndays = 7\n'
ORDER = {"pack": "epidemic", "name": "疫情防控", "ordered_by": "县指挥部", "actor": "chief"}


@pytest.fixture
def store() -> Store:
    made = make_county()
    with made.write() as db:
        db.execute("delete from emergency")
        # 1 in the east, 31 in the west: ten days after their arrival
        db.execute("update person set origin = '湖北', arrived_on = date '2026-01-21' where person_id in (1, 31)")
    roll_up(made, days=None, actor="test")
    return made


def classed(store: Store, day: date = LAST_DAY) -> dict[str, int]:
    found = classify(store, as_of=day, actor="test")
    return {code: people for code, people in found.items() if code != "resident"}


def audited(store: Store, event: str) -> int:
    return store.value("select count(*) from audit_entry where event = $event", event=event)


def test_without_an_emergency_nobody_is_in_a_class(store):
    assert [c.code for c in running(store).classes] == ["resident"]
    assert classed(store) == {}
    assert running(store).days == running(store, date(2000, 1, 1)).days
    assert known_class("inbound").zh  # alerts and histories still speak of it


def test_before_classes_are_made_the_day_goes_on_without_a_write(store, monkeypatch):
    emergency.declare(store, since=LAST_DAY, **ORDER)
    for day, packs in ((LAST_DAY - timedelta(days=1), 0), (LAST_DAY, 1)):
        monkeypatch.setattr(clock, "today", lambda day=day: day)
        assert (shown_day(store), bool(running(store).version != "none")) == (day, bool(packs))


def test_a_pack_runs_from_the_first_day_to_the_last_and_in_its_area_alone(store):
    number = emergency.declare(store, since=date(2026, 1, 25), grid_id=2, **ORDER)
    assert classed(store, date(2026, 1, 24)) == {}
    assert classed(store) == {"inbound": 1}  # the other one lives in the west
    assert {p: next(w for w in why(store, WHOLE, person_id=p, as_of=LAST_DAY) if w.code == "inbound").because for p in (1, 31)} == {
        1: "condition", 31: "outside",
    }  # fmt: skip
    assert store.value("select policy_version from person_class") == running(store, LAST_DAY).version
    emergency.declare(store, since=date(2026, 1, 25), **ORDER)
    assert classed(store) == {"inbound": 2}
    emergency.end(store, emergency_id=2, on=date(2026, 1, 30), actor="chief")
    emergency.end(store, emergency_id=number, on=date(2026, 1, 30), actor="chief")
    assert classed(store) == {}
    emergency.extend(store, emergency_id=2, until=None, actor="chief")
    assert classed(store) == {"inbound": 2}
    assert [audited(store, f"emergency.{what}") for what in ("declared", "ended", "extended")] == [2, 2, 1]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"pack": "plague"}, "pack_unknown"),
        ({"name": " "}, "emergency_incomplete"),
        ({"until": date(2026, 1, 1)}, "emergency_backwards"),
        ({"grid_id": 999}, "emergency_grid"),
    ],
)
def test_what_is_no_emergency_is_refused(store, given, code):
    with pytest.raises(UserError) as error:
        emergency.declare(store, **(ORDER | {"since": date(2026, 1, 25)} | given))
    assert error.value.code == code and not emergency.emergencies(store)


def test_a_version_holds_from_its_day_and_what_ran_can_be_repeated(store):
    emergency.declare(store, since=date(2026, 1, 1), **ORDER)
    draft = versions.save_draft(store, pack="epidemic", edition="2020-02", name="七天", changes=SHORTER, actor="chief")
    assert classed(store) == {"inbound": 2}  # a draft changes nothing
    versions.publish(store, version_id=draft, from_day=date(2026, 1, 29), actor="chief")
    assert classed(store) == {} and running(store, LAST_DAY).version.startswith("epidemic@2020-02+1:")
    # The days before are repeated by what ran on them: nine days after the arrival they were still followed.
    classify_days(store, since=date(2026, 1, 27), until=LAST_DAY, actor="test")
    rows = store.run("select day, sum(people) from class_day where class = 'inbound' group by day").fetchall()
    assert dict(rows) == {date(2026, 1, 27): 2, date(2026, 1, 28): 2}
    # back to the edition, and once more forward: the text of what was published stays what it was
    versions.use(store, pack="epidemic", edition="2020-02", from_day=LAST_DAY, actor="chief")
    assert classed(store) == {"inbound": 2}
    again = versions.publish(store, version_id=draft, from_day=LAST_DAY, actor="chief")
    assert again == 3 and versions.version(store, again).changes == SHORTER
    assert classed(store) == {} and classed(store, LAST_DAY - timedelta(days=4)) == {"inbound": 2}
    assert versions.named_policy(store, "epidemic@2020-02+1").classes == running(store, LAST_DAY).classes
    assert audited(store, "policy.published") == 3


def test_a_published_version_is_never_changed_and_a_wrong_draft_never_kept(store):
    number = versions.use(store, pack="epidemic", edition="9", from_day=LAST_DAY, actor="chief")
    given = {"store": store, "pack": "epidemic", "edition": "9", "name": "x", "actor": "chief"}
    for changes, code, version_id in (
        (SHORTER, "version_published", number),
        ('[[classes.class]]\ncode = "inbound"\ndays = 0\n', "policy_invalid", None),
    ):
        with pytest.raises(UserError) as error:
            versions.save_draft(**given, changes=changes, version_id=version_id)
        assert error.value.code == code
    assert [(v.version_id, v.changes) for v in versions.versions(store)] == [(number, "")]
    draft = versions.save_draft(**given, changes=SHORTER)
    assert versions.save_draft(**given, changes="", version_id=draft) == draft
    versions.drop_draft(store, version_id=draft, actor="chief")
    assert len(versions.versions(store)) == 1


def test_who_is_in_danger_is_not_led_by_what_needs_nothing_at_once():
    """Of packs that run at once; each pack by itself is as it says."""
    packs = {name: load_policy(name) for name in ("epidemic", "flood", "mosquito")}
    order = [c.code for c in combined(packs, dict.fromkeys(packs, ())).classes]
    assert (
        order.index("confirmed") < order.index("flood_to_move") < order.index("mosquito_core") < order.index("returnee")
    )
    assert order.index("returnee") < order.index("visitor") < order.index("flood_moved") < order.index("mosquito_alert")
    assert order[-1] == "resident" and len(order) == sum(len(p.classes) - 1 for p in packs.values()) + 1
    alone = combined({"epidemic": packs["epidemic"]}, {"epidemic": ()})
    assert alone.classes == packs["epidemic"].classes
