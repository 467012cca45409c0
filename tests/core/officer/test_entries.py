"""What is entered on a phone arrives once, each for itself, within the officer's own scope."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.access.accounts import create_account, load_user
from core.errors import UserError
from core.officer import Entry, take_entries, today
from core.officer.unit import by_part, present, states_on
from tests.county import LAST_DAY, NOW, WHOLE, make_county


@pytest.fixture(scope="module")
def store():
    return make_county()


@pytest.fixture(scope="module")
def officer(store):
    account = create_account(
        store, login="zhao", name="赵", role="officer", grids=[3], password=None, actor="t", now=NOW
    )
    return load_user(store, account)


def entry(no: int, kind: str, **given: object) -> Entry:
    return Entry(**{"id": f"phone-{no:04}", "kind": kind, "at": NOW - timedelta(hours=2)} | given)


CASES = [
    # what is entered, what it is told
    (entry(1, "visit", person_id=1), "stored", None),
    (entry(2, "absent", person_id=2, note="<b>'); drop table person;--"), "stored", None),
    (entry(3, "temperature", person_id=3, temperature=36.8), "stored", None),
    (entry(4, "temperature", person_id=4, temperature=50), "refused", "temperature"),
    (entry(5, "temperature", person_id=4), "refused", "entry_nothing"),
    (entry(6, "visit", person_id=31), "refused", "person_unknown"),  # another township's
    (entry(7, "visit"), "refused", "person_unknown"),
    (entry(8, "fly", person_id=1), "refused", "entry_kind"),
    (entry(9, "visit", person_id=1, at=NOW - timedelta(days=3)), "refused", "entry_old"),
    (entry(10, "scan", grid="990101100001001", fields={"name": "客人", "phone": "13900001111"}), "stored", None),
    (entry(11, "scan", grid="990101101001001", fields={"name": "客人"}), "refused", "arrival_grid"),
    (entry(12, "done", number=99), "refused", "entry_nothing"),
    (replace(entry(13, "visit", person_id=1), id="x"), "refused", "entry_id"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "state", "reason"), CASES)
def test_each_entry_is_taken_or_told_why_not(store, officer, given, state, reason):
    (told,) = take_entries(store, officer, [given], now=NOW)
    assert (told.state, told.reason) == (state, reason)
    if state == "stored":
        assert [t.state for t in take_entries(store, officer, [given] * 5, now=NOW)] == ["known"] * 5
        assert store.value("select count(*) from field_entry where entry_id like '%' || $id", id=given.id) == 1


def test_a_day_without_signal_arrives_once(store, officer):
    day = [entry(100 + n, "temperature", person_id=1 + n % 20, temperature=36 + n % 10 / 10, at=NOW - timedelta(minutes=n)) for n in range(50)]  # fmt: skip
    before = store.value("select count(*) from check_in")
    assert {t.state for t in take_entries(store, officer, day[:30], now=NOW)} == {"stored"}
    assert [t.state for t in take_entries(store, officer, day, now=NOW)] == ["known"] * 30 + ["stored"] * 20
    assert store.value("select count(*) from check_in") == before + 50
    assert store.value("select count(*) from check_in where direction = 'pass' and grid_id in (4, 5) and scanned_at = $at", at=NOW - timedelta(minutes=7)) == 1  # fmt: skip


def test_what_waits_is_of_the_scope_and_shows_what_was_entered(store, officer):
    with store.write() as db:
        db.execute(
            "insert into task (task_id, kind, grid_id, person_id, made_for, due_at, status, owner_grid_id, owner_role, created_by, created_at)"
            " values (1, 'visit', 4, 1, $1, $2, 'overdue', 3, 'responsible', 't', $2), (2, 'visit', 10, 31, $1, $2, 'open', 9, 'responsible', 't', $2)",
            [NOW.date(), NOW - timedelta(hours=1)],
        )
    (stop,) = today(store, officer.scope, at=NOW, as_of=LAST_DAY)
    assert (stop.person_id, stop.reasons[0].number, stop.reasons[0].late) == (1, 1, True)
    assert take_entries(store, officer, [entry(200, "visit", person_id=1, at=NOW)], now=NOW)[0].state == "stored"
    assert store.value("select status from task where task_id = 1") == "done"
    assert store.value("select status from task where task_id = 2") == "open"


def test_a_units_people(store):
    day = LAST_DAY - timedelta(days=1)  # a Friday
    with store.write() as db:
        db.execute("delete from check_in where person_id = 5 and cast(scanned_at as date) = $1", [day])
        db.execute("delete from check_in where person_id = 4 and grid_id = 22 and cast(scanned_at as date) = $1", [day])
        db.execute("insert into check_in values (3, 20, $1, 'out', null, null, 1)", [f"{day} 17:00:00"])
    found = present(store, WHOLE, unit=20, day=day, classes=True, as_of=LAST_DAY).set_index("person_id")
    assert found.state.to_dict() == {1: "present", 2: "present", 3: "left", 4: "absent", 5: "not_reported"}
    assert set(found.towns[1]) == {"东镇"}
    (part,) = by_part(found.reset_index()).to_dict("records")
    assert (part["part"], part["above"], part["expected"], part["present"], part["reporting"]) == ("初一1班", "初一", 5, 2, 0.8)  # fmt: skip


def test_nobody_is_missed_at_school_on_a_day_off(store):
    saturday = LAST_DAY
    with store.write() as db:
        db.execute("insert into check_in values (2, 20, $1, 'in', null, null, 1)", [f"{saturday} 09:00:00"])
        db.execute("delete from check_in where person_id <> 2 and cast(scanned_at as date) = $1", [saturday])
    assert states_on("school", saturday) == ("present", "left", "day_off")
    found = present(store, WHOLE, unit=20, day=saturday, classes=True, as_of=LAST_DAY)
    assert found.set_index("person_id").state.to_dict() == {2: "present"} | dict.fromkeys((1, 3, 4, 5), "day_off")
    (part,) = by_part(found).to_dict("records")
    assert (part["expected"], part["present"], part["absent"], part["not_reported"], part["day_off"]) == (1, 1, 0, 0, 4)
    with store.write() as db:
        db.execute("update unit set kind = 'enterprise' where grid_id = 20")  # whose shifts nobody knows
    assert "not_reported" in set(present(store, WHOLE, unit=20, day=saturday, classes=True, as_of=LAST_DAY).state)
    with store.write() as db:
        db.execute("update unit set kind = 'school' where grid_id = 20")


def test_while_the_disk_is_full_nothing_is_refused_for_good(store, officer, tmp_path):
    """The phone keeps what it holds and sends it again: only what is wrong in itself is told to be."""
    roomy, given = store.settings, entry(90, "visit", person_id=1)
    store.settings = replace(roomy, db=str(tmp_path / "command.duckdb"), spare_megabytes=10**9)
    with pytest.raises(UserError, match="store_full"):
        take_entries(store, officer, [given], now=NOW)
    store.settings = roomy
    assert [told.state for told in take_entries(store, officer, [given], now=NOW)] == ["stored"]
