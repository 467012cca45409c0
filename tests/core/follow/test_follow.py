"""What follows a change of data is the same whoever changed them, and is taken back with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.__main__ import main
from core.follow import follow
from core.ingest.plan import prepare
from core.ingest.storing import commit
from core.ingest.undo.undo import undo
from core.rollup import roll_up
from core.settings import PROJECT, load_settings
from core.store import Store, open_store
from core.watch import withdraw
from tests.county import NOW, WHOLE, empty_store, make_county

SMALL = sorted(f for f in (PROJECT / "sample_data" / "small").iterdir() if f.suffix in (".xlsx", ".csv"))
JUDGED = {
    "person_class": "select p.id_number, c.class, c.since, c.until from person_class c join person p using (person_id)",
    "grid_grade": "select g.code, r.grade from grid_grade r join grid g using (grid_id)",
    "alert": "select detector, g.code, p.id_number, a.first_day, a.last_day, severity from alert a join grid g using (grid_id)"
    " left join person p using (person_id) where a.status = 'open'",
    "duplicate_pair": "select a.id_number, b.id_number, band from duplicate_pair d join person a on a.person_id = person_a"
    " join person b on b.person_id = person_b",
}


def judged(store: Store) -> dict[str, list[tuple]]:
    return {name: sorted(store.run(query).fetchall(), key=str) for name, query in JUDGED.items()}


@pytest.fixture(scope="module")
def by_command(tmp_path_factory) -> Path:
    db = tmp_path_factory.mktemp("store") / "command.duckdb"
    for file in SMALL:
        assert main(["--db", str(db), "import", str(file)]) == 0
    return db


@pytest.fixture(scope="module")
def as_pages_do() -> Store:
    store = empty_store()
    for file in SMALL:
        commit(store, prepare(store, WHOLE, file), actor="clerk")
    follow(store, actor="clerk", people_since=1)
    return store


def test_the_command_line_leaves_nothing_unjudged(by_command, as_pages_do):
    store = open_store(load_settings(db=str(by_command)))
    found = judged(store)
    store.close()
    assert found["person_class"] and found["grid_grade"] and found["alert"]
    assert found == judged(as_pages_do)


def test_done_twice_it_changes_nothing_more(as_pages_do):
    before = judged(as_pages_do)
    again = follow(as_pages_do, actor="clerk", people_since=1)
    assert (again.pairs, again.new, again.withdrawn, again.failed) == (0, 0, 0, ())
    assert judged(as_pages_do) == before


def test_a_batch_taken_back_takes_its_alerts_with_it(tmp_path):
    store = make_county()
    roll_up(store, days=None, actor="test")
    file = tmp_path / "f.csv"
    file.write_text(
        "联系电话,姓名,网格编码,扫码时间,方向,体温\n"
        + "".join(f"139000000{p:02d},,990101100001001,2026-01-31 12:00:00,进,38.9\n" for p in (1, 2, 3)),
        "utf-8",
    )
    with store.write() as db:
        db.execute("update person set name = null where person_id in (1, 2, 3)")
        db.execute("insert into import_batch values (1, '2026-01-01', 'tester', 'county', '', 0, 'committed', 0, true)")
    report = commit(store, prepare(store, WHOLE, file, now=NOW), actor="clerk", now=NOW)
    assert report["sheets"][0]["new"] == 3
    assert follow(store, actor="clerk", people_since=report["batch"]).new >= 3
    undo(store, WHOLE, report["batch"], actor="clerk", now=NOW)
    done = follow(store, actor="clerk", undone=True)
    assert done.withdrawn >= 3
    assert store.value("select count(*) from alert where status = 'open' and detector = 'fever'") == 0
    assert store.value("select count(*) from person_class where class = 'fever'") == 0
    assert store.run("select distinct closing_reason, handled_by from alert where detector = 'fever'").fetchall() == [
        (withdraw.REASON, "system")
    ]
    commit(store, prepare(store, WHOLE, file, now=NOW), actor="clerk", now=NOW)
    assert follow(store, actor="clerk", people_since=None).new >= 3  # what was taken back answers nothing


def test_what_somebody_works_on_is_not_taken_away():
    store = make_county()
    with store.write() as db:
        db.execute(
            "insert into alert (alert_id, detector, grid_id, status, severity, score, first_day, last_day, reason, policy_version, opened_at)"
            " values (1, 'rate_rise', 2, 'acknowledged', 'high', 5, '2030-01-01', '2030-01-01', 'rate_rise', 'x', '2030-01-02')"
        )
    follow(store, actor="clerk", undone=True)
    assert store.value("select status from alert where alert_id = 1") == "acknowledged"


def test_a_step_that_fails_is_named_and_loses_nothing(monkeypatch):
    store = make_county()
    with store.write() as db:
        db.execute("drop table person_class")
    done = follow(store, actor="clerk", people_since=1)
    assert done.failed == ("classify",)
    assert store.value("select count(*) from person") == 40
