"""What follows a change of data is the same whoever changed them, and is taken back with them."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from core.__main__ import main
from core.audit.record import record
from core.classify import classify
from core.duplicates.merge import merge, unmerge
from core.follow import follow, follow_soon, left_over
from core.follow.change import STEPS, outstanding
from core.handling import take
from core.ingest.plan import prepare
from core.ingest.storing import commit
from core.ingest.undo.undo import undo
from core.policy.loader import load_policy
from core.rollup import roll_up
from core.settings import PROJECT, load_settings
from core.store import Store, open_store
from core.watch import detect, withdraw
from tests.core.ingest.files import CHECK_INS, EXITS, PEOPLE, id_number, store_file, text_file, workbook
from tests.county import LAST_DAY, NOW, WHOLE, declare_epidemic, empty_store, make_county, rolled_county

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
def files(tmp_path_factory) -> list[Path]:
    """The five of the small sample, and a roster on which somebody stands a second time."""
    folder = tmp_path_factory.mktemp("files")
    store = empty_store()
    for file in SMALL:
        commit(store, prepare(store, WHOLE, file), actor="clerk")
    name, birth, phone, code = store.one(
        "select p.name, p.birth_date, p.phone, g.code from person p join grid g on g.grid_id = p.home_grid_id"
        " where p.phone is not null and p.birth_date is not null and p.sex = 'female' order by person_id limit 1"
    )
    row = [name, None, None, "女", birth.isoformat(), phone, code]
    shutil.copytree(PROJECT / "sample_data" / "small", folder, dirs_exist_ok=True)
    workbook(folder / "9-二次登记.xlsx", {"人员": [PEOPLE[:7], [*row[:1], "其他", "PX900001", *row[3:]]]})
    return sorted(f for f in folder.iterdir() if f.suffix in (".xlsx", ".csv"))


@pytest.fixture(scope="module", params=["one by one", "a folder"])
def by_command(request, files, tmp_path_factory) -> Path:
    db = tmp_path_factory.mktemp("store") / "command.duckdb"
    fresh = open_store(load_settings(db=str(db)))
    with fresh.write() as inside:
        declare_epidemic(inside)
    fresh.close()
    for file in files if request.param == "one by one" else [files[0].parent]:
        assert main(["--db", str(db), "import", str(file)]) == 0
    return db


@pytest.fixture(scope="module")
def as_pages_do(files) -> Store:
    store = empty_store()
    for file in files:
        commit(store, prepare(store, WHOLE, file), actor="clerk")
    follow(store, actor="clerk")
    return store


def test_the_command_line_leaves_nothing_unjudged(by_command, as_pages_do):
    store = open_store(load_settings(db=str(by_command)))
    found = judged(store)
    store.close()
    assert all(found.values()), found
    assert found == judged(as_pages_do)


def test_done_twice_it_changes_nothing_more(as_pages_do):
    before = judged(as_pages_do)
    entries = as_pages_do.value("select count(*) from audit_entry")
    assert follow(as_pages_do, actor="clerk").classes is None  # there is nothing to do
    assert as_pages_do.value("select count(*) from audit_entry") == entries
    again = follow(as_pages_do, actor="clerk", whole=True)
    assert (again.pairs, again.new, again.withdrawn, again.failed) == (0, 0, 0, ())
    assert judged(as_pages_do) == before


@pytest.fixture
def county() -> Store:
    store = rolled_county()
    with store.write() as db:
        db.execute("insert into import_batch values (1, '2026-01-01', 'tester', 'county', '', 0, 'committed', 0, true)")
    return store


def scans(store: Store, folder: Path, name: str, person: int, degrees: float, day: str = "2026-01-31") -> int:
    """One more scan of somebody at home. Returns the batch."""
    with store.write() as db:
        db.execute("update person set id_number = $1 where person_id = $2", [id_number(person), person])
    rows = [CHECK_INS, [id_number(person), None, "990101100001001", f"{day} 12:00:00", "进", str(degrees), None]]
    return store_file(store, text_file(folder / name, [[c or "" for c in row] for row in rows]))["batch"]


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
    assert follow(store, actor="clerk").new >= 3
    undo(store, WHOLE, report["batch"], actor="clerk", now=NOW)
    done = follow(store, actor="clerk")
    assert done.withdrawn >= 3
    assert store.value("select count(*) from alert where status = 'open' and detector = 'fever'") == 0
    assert store.value("select count(*) from person_class where class = 'fever'") == 0
    assert store.run("select distinct closing_reason, handled_by from alert where detector = 'fever'").fetchall() == [
        (withdraw.REASON, "system")
    ]
    commit(store, prepare(store, WHOLE, file, now=NOW), actor="clerk", now=NOW)
    assert follow(store, actor="clerk").new >= 3  # what was taken back answers nothing


def test_what_somebody_works_on_is_not_taken_away(county, tmp_path):
    batch = scans(county, tmp_path, "a.csv", 1, 38.9)
    follow(county, actor="clerk")
    take(county, WHOLE, [a for (a,) in county.run("select alert_id from alert").fetchall()], actor="officer", at=NOW)
    undo(county, WHOLE, batch, actor="clerk", now=NOW)
    assert follow(county, actor="clerk").withdrawn == 0
    assert county.run("select distinct status from alert").fetchall() == [("acknowledged",)]


def test_scans_taken_back_close_alerts_of_days_long_past(county, tmp_path):
    """The detectors no longer look at its days, and others were scanned in them: nothing of the person is there."""
    with county.write() as db:
        db.execute("delete from check_in where person_id = 1 and scanned_at >= timestamp '2026-01-20'")
    roll_up(county, days=None, actor="test")
    batch = scans(county, tmp_path, "a.csv", 1, 38.9, day="2026-01-20")
    detect(county, as_of=date(2026, 1, 20), actor="test")
    assert county.value("select count(*) from alert where status = 'open'") == 1
    undo(county, WHOLE, batch, actor="clerk", now=NOW)
    assert follow(county, actor="clerk").withdrawn == 1


def test_a_roster_alone_makes_classes(county, tmp_path):
    person = [*PEOPLE, "关注截止日期"]
    row = [
        "韦新人",
        None,
        id_number(7),
        None,
        None,
        None,
        "990101100001001",
        None,
        None,
        None,
        None,
        "居家隔离",
        "2026-02-10",
    ]
    store_file(county, workbook(tmp_path / "a.xlsx", {"人员": [person, row]}))
    follow(county, actor="clerk")
    assert county.run("select class from person_class").fetchall() == [("home_quarantine",)]


def test_a_merged_visitor_in_quarantine_is_an_alert_at_once_and_none_after_parting(county):
    with county.write() as db:
        db.execute(
            "update person set attention = 'home_quarantine', attention_until = '2026-02-05' where person_id = 11"
        )
        db.execute(
            "insert into person (person_id, name, registered, updated_at) values (99, '客', false, localtimestamp)"
        )
        db.execute("insert into check_in values (99, 7, timestamp '2026-01-30 12:00:00', 'pass', null, null, 1)")
    roll_up(county, days=None, actor="test")
    assert follow(county, actor="clerk", whole=True).new == 0
    number = merge(county, WHOLE, keep=11, gone=99, actor="clerk", now=NOW)
    assert outstanding(county, as_of=LAST_DAY, policy=load_policy().version).due == (
        "classify",
        "detect",
        "grade",
        "tasks",
    )
    assert follow(county, actor="clerk").new == 1
    assert county.run("select detector, person_id from alert where status = 'open'").fetchall() == [
        ("quarantine_breach", 11)
    ]
    unmerge(county, WHOLE, merge_id=number, actor="clerk", now=NOW)
    assert follow(county, actor="clerk").withdrawn == 1


def test_only_what_a_change_calls_for_is_done(county, tmp_path):
    follow(county, actor="clerk")
    asked = [EXITS, ["2026-01-31 10:00", "韦一", id_number(1), "广州", None, "2026-02-03", None, "待审批"]]
    with county.write() as db:
        db.execute("update person set id_number = $1, attention = 'key_attention' where person_id = 1", [id_number(1)])
    store_file(county, workbook(tmp_path / "a.xlsx", {"外出": asked}))
    change = outstanding(county, as_of=LAST_DAY, policy=load_policy().version)
    assert (change.due, change.detectors) == (
        ("classify", "detect", "grade", "tasks"),
        ("key_attention_exit", "missing_feed", "silent_resident"),
    )
    store_file(county, workbook(tmp_path / "b.xlsx", {"外出": asked}))  # all unchanged
    assert outstanding(county, as_of=LAST_DAY, policy=load_policy().version).due == (
        "classify",
        "detect",
        "grade",
        "tasks",
    )
    follow(county, actor="clerk")
    assert outstanding(county, as_of=LAST_DAY, policy=load_policy().version).due == ()
    assert outstanding(county, as_of=date(2026, 2, 1), policy=load_policy().version).due == (
        "classify",
        "detect",
        "grade",
        "tasks",
    )
    assert outstanding(county, as_of=LAST_DAY, policy="another").due == STEPS


def test_a_few_people_are_classified_alone(county):
    """As long as nothing but what is about them alone has changed."""
    follow(county, actor="test", whole=True)
    county.run("update person set origin = '武汉', arrived_on = $d, batch_id = 77 where person_id = 21", d=LAST_DAY)
    with county.write() as db:
        db.execute("insert into import_sheet values (77, '人员', 'people', 1, '{}', 1, 0, 1, 0, 0, 0)")
        record(db, "test", "import.committed", batch=77, new=0, changed=1)
    assert outstanding(county, as_of=LAST_DAY, policy=load_policy().version).classed == (21,)
    assert follow(county, actor="test").classes["inbound"] == 1
    said = "select fields ->> 'people' from audit_entry where event = 'classify.done' order by entry_id desc limit 1"
    assert county.value(said) == "1"
    with county.write() as db:
        record(db, "test", "import.undone", batch=77)
    assert outstanding(county, as_of=LAST_DAY, policy=load_policy().version).classed is None


@pytest.mark.parametrize(
    ("row", "homes"),
    [
        (["韦一", id_number(1), "13977889001", "990101100001001"], False),  # another phone
        (["韦一", id_number(1), "13977889000", "990101101001001"], True),  # moved
        (["覃二", id_number(2), "13977889002", "990101100001001"], True),  # new
    ],
)
def test_only_who_is_new_or_moved_makes_grids_be_counted_anew(county, tmp_path, row, homes):
    header = ["姓名", "证件号码", "联系电话", "网格编码"]
    first = ["韦一", id_number(1), "13977889000", "990101100001001"]
    store_file(county, workbook(tmp_path / "a.xlsx", {"人员": [header, first]}))
    follow(county, actor="test", whole=True)
    store_file(county, workbook(tmp_path / "b.xlsx", {"人员": [header, row]}))
    asked = outstanding(county, as_of=LAST_DAY, policy=load_policy().version)
    assert len(asked.classed) == 1 and asked.homes is homes


def test_a_step_that_fails_is_named_and_the_next_change_makes_it_good(county, tmp_path):
    follow(county, actor="clerk")
    scans(county, tmp_path, "a.csv", 1, 38.9)
    with county.write() as db:
        db.execute("alter table person_class rename to away")
    assert follow(county, actor="clerk").failed == ("classify", "detect", "grade", "tasks")
    assert county.value("select count(*) from check_in where temperature > 38") == 1
    with county.write() as db:
        db.execute("alter table away rename to person_class")
    store_file(
        county,
        workbook(
            tmp_path / "u.xlsx",
            {"网格": [["网格编码", "网格名称", "层级", "上级编码"], ["990101102", "北镇", "乡镇", "990101"]]},
        ),
    )
    assert follow(county, actor="clerk").new == 1
    assert county.run("select class from person_class").fetchall() == [("fever",)]


def test_a_roster_taken_back_takes_its_classes_their_past_and_its_alerts_with_it(county, tmp_path):
    """Person 1 goes to school while, by a roster, in quarantine: a breach, until that roster is taken back."""
    with county.write() as db:
        db.execute("update person set id_number = $1 where person_id = 1", [id_number(1)])
        name = db.execute("select name from person where person_id = 1").fetchone()[0]
    row = [
        name,
        None,
        id_number(1),
        None,
        None,
        None,
        "990101100001001",
        None,
        None,
        None,
        None,
        "居家隔离",
        "2026-02-05",
    ]
    batch = store_file(county, workbook(tmp_path / "a.xlsx", {"人员": [[*PEOPLE, "关注截止日期"], row]}))["batch"]
    assert follow(county, actor="clerk").new == 1
    assert county.run("select detector, person_id from alert").fetchall() == [("unit_breach", 1)]
    assert county.run("select class, until from class_history").fetchall() == [("home_quarantine", None)]
    undo(county, WHOLE, batch, actor="clerk", now=NOW)
    assert follow(county, actor="clerk").withdrawn == 1
    assert county.value("select count(*) from class_history") + county.value("select count(*) from person_class") == 0


def test_the_last_day_taken_back_is_no_day_of_classes_any_more(county):
    follow(county, actor="clerk")
    with county.write() as db:
        db.execute("delete from check_in where scanned_at >= $1", [LAST_DAY])
    roll_up(county, days=[LAST_DAY], actor="test")
    follow(county, actor="clerk", whole=True)
    assert county.value("select max(day) from class_day") == LAST_DAY - timedelta(days=1)


def test_another_threshold_of_fever_is_followed_without_an_import(county):
    follow(county, actor="clerk")
    with county.write() as db:
        db.execute("update rollup_rule set value = 38.5")
        db.execute("update grid_day set fevers = 7")
    follow(county, actor="system", whole=True)
    assert county.value("select sum(fevers) from grid_day") == 0


def test_what_is_left_over_is_known(county, tmp_path):
    assert not left_over(empty_store())
    follow(county, actor="clerk")
    assert not left_over(county)
    scans(county, tmp_path, "a.csv", 1, 38.9)
    assert left_over(county)


def test_two_at_once_do_the_work_once(county, tmp_path):
    follow(county, actor="clerk")
    scans(county, tmp_path, "a.csv", 1, 38.9)
    with ThreadPoolExecutor(2) as both:
        found = list(both.map(lambda _: follow(county, actor="clerk"), range(2)))
    assert sorted(f.new for f in found) == [0, 1]


def test_a_stop_while_a_change_is_followed_is_no_error(county, tmp_path, monkeypatch, caplog):
    follow(county, actor="clerk")
    scans(county, tmp_path, "a.csv", 1, 38.9)
    begun = []

    def stopped(store, **given):
        begun.append(store)
        store.close()
        return classify(store, **given)

    monkeypatch.setattr(import_module("core.follow.follow"), "classify", stopped)
    with caplog.at_level("INFO", logger="core"):
        follow_soon(county, actor="clerk").join()
    assert begun == [county]
    assert [(one.levelname, one.name) for one in caplog.records] == [("INFO", "core.follow.soon")]


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        (
            "cases",
            [
                ["病例编号", "姓名", "联系电话", "发病日期", "诊断分类"],
                ["A1", "李小二", "13900000001", "2026-01-20", "确诊"],
            ],
        ),
        ("contacts", [["姓名", "联系电话", "病例编号", "末次接触日期"], ["李小二", "13900000001", "A1", "2026-01-20"]]),
    ],
)
def test_cases_and_contacts_call_for_classes(county, tmp_path, kind, rows):
    follow(county, actor="test")
    report = store_file(county, text_file(tmp_path / "f.csv", rows))
    assert report["sheets"][0]["kind"] == kind and report["sheets"][0]["new"] == 1
    due = outstanding(county, as_of=LAST_DAY, policy=load_policy().version).due
    assert due == ("classify", "detect", "grade", "tasks")  # nobody is taken into the register by them
