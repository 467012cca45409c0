"""What is past its time goes by itself, sums stay, nothing is left that refers to what went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.errors import UserError
from core.privacy.dictionary import about_people, dictionary
from core.privacy.retention import due, kinds, sweep, sweep_nightly
from core.rollup import roll_up
from core.settings import Settings
from tests.core.privacy.planted import plant
from tests.county import LAST_DAY, NOW, make_county, rolled_county

LATER = LAST_DAY + timedelta(days=400)


def test_nothing_is_overdue_after_the_nightly_sweep():
    store = make_county()
    plant(store)
    roll_up(store, days=None, actor="t")
    sums = store.run("select * from grid_day order by all").fetchall()
    with store.write() as db:
        db.execute(
            "insert into check_in (person_id, grid_id, scanned_at, direction, batch_id) values (999, 4, timestamp '2027-03-01 08:00', 'in', 1)"
        )
        db.execute("update task set status = 'done', done_at = created_at")
        db.execute("insert into person (person_id, registered, updated_at) values (77, false, timestamp '2026-01-05')")
        db.execute("update person set status = 'moved_out', status_on = date '2026-01-05' where person_id = 12")
        db.execute("update person set status = 'moved_out', status_on = date '2026-01-05' where person_id = 13")
        db.execute("insert into quarantine (quarantine_id, person_id, since) values (9, 13, date '2026-01-05')")  # open
    before = due(store, today=LATER)
    assert before.set_index("kind").overdue[["scans", "health", "exits", "clues", "visitors", "gone"]].min() >= 1
    counts = sweep(store, today=LATER, actor="t", now=NOW)
    after = due(store, today=LATER)
    assert after.overdue.sum() == 0
    assert counts["check_in"] > 2000 and store.value("select count(*) from check_in") == 0
    people = {p for (p,) in store.run("select person_id from person").fetchall()}
    assert 77 not in people and 12 not in people and 13 in people and len(people) == 39
    # The sums are as they were, also after everything is counted anew.
    roll_up(store, days=None, actor="t")
    roll_up(store, days=[date(2026, 1, 20)], actor="t")
    assert store.run("select * from grid_day order by all").fetchall() == sums
    # A clue that waits has no end yet; what belonged to rows that went is gone.
    assert store.run("select clue_id from clue order by 1").fetchall() == [(901,), (902,)]
    for table in dictionary().values():
        for column, parent in (table.belongs | table.refers).items():
            key = dictionary()[parent].key
            orphans = f"select 1 from {table.name} where {column} is not null and {column} not in (select {key} from {parent})"
            assert not store.one(orphans), (table.name, column)
    for table in about_people():
        for column in table.person:
            orphans = (
                f"select 1 from {table.name} where {column} not in (select person_id from person) and {table.also}"
            )
            assert not store.one(orphans), (table.name, column)
    entry = store.value("select fields from audit_entry where event = 'retention.swept'")
    assert '"check_in"' in entry
    assert sweep(store, today=LATER, actor="t", now=NOW) == {}


@pytest.mark.parametrize(("said", "code"), [
    ("scans", "retention_setting"), ("scans=x", "retention_setting"), ("nothing=3", "retention_setting"),
    ("register=30", "retention_setting"), ("audit=182", "retention_least"), ("scans=0", "retention_least"),
])  # fmt: skip
def test_a_setting_that_says_nothing_clear_or_too_little_is_refused(said, code):
    with pytest.raises(UserError, match=code):
        kinds(replace(Settings(), retention=said))


def test_the_countys_own_numbers_hold():
    found = kinds(replace(Settings(), retention="scans=60, clues = 30, audit=183"))
    assert (found["scans"].days, found["clues"].days, found["health"].days) == (60, 30, 180)


def test_a_desk_that_works_through_old_days_keeps_them_until_its_emergency_has_ended():
    store = rolled_county()
    scans = store.value("select count(*) from check_in")
    assert sweep_nightly(store, today=LATER, actor="t", now=NOW) == {}
    assert store.value("select count(*) from check_in") == scans > 0
    with store.write() as db:
        db.execute("update emergency set until = date '2026-03-01'")
    assert sweep_nightly(store, today=LATER, actor="t", now=NOW)["check_in"] == scans
