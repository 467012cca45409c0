"""Check-ins in files: what counts, what was cut off, and the way back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.duplicates.merge import merge, unmerge
from core.engine.check import check
from core.errors import UserError
from core.i18n import LANGUAGES, t
from core.lake import forget, put, put_all, recall_all, recall_people, sweep_lake
from core.lake.lake import FILES
from core.privacy.file import rows_of, summary
from core.rollup import roll_up
from core.store import open_store
from tests.county import NOW, WHOLE
from tests.lake import county_in, settings_in

ALL = "select * from every_check_in order by all"
DAY = date(2026, 1, 28)


@pytest.fixture
def store(tmp_path):
    made = county_in(tmp_path)
    yield made
    made.close()


def files(store) -> list[Path]:
    return sorted(store.settings.lake_folder.rglob("*.parquet*"))


def test_there_and_back_again_is_the_same(store):
    before = store.run(ALL).fetchall()
    assert put_all(store, actor="test", now=NOW) == len(before) == 2610
    assert (store.value("select count(*) from check_in"), len(files(store))) == (0, 30)
    assert store.run(ALL).fetchall() == before
    assert put_all(store, actor="test", now=NOW) == 0
    assert recall_all(store, actor="test") == 2610
    assert (store.run("select * from check_in order by all").fetchall(), files(store)) == (before, [])


def test_a_file_that_no_row_names_counts_for_nothing_and_is_swept(store):
    put(store, [DAY], actor="test", now=NOW)
    whole = store.run(ALL).fetchall()
    [file] = files(store)
    (file.parent / "half.parquet.partial").write_bytes(file.read_bytes()[:100])
    (file.parent / "orphan.parquet").write_bytes(file.read_bytes())
    assert store.run(ALL).fetchall() == whole
    assert (sweep_lake(store), files(store)) == (2, [file])


def test_a_move_that_fails_leaves_everything_where_it_was(store, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr("core.lake.lake.record", refuse)
    before = store.run(ALL).fetchall()
    with pytest.raises(RuntimeError):
        put(store, [DAY], actor="test", now=NOW)
    assert store.run("select * from check_in order by all").fetchall() == before
    assert (store.value("select count(*) from lake_file"), sweep_lake(store)) == (0, 1)


def test_many_small_files_of_a_day_become_one(store):
    for minute in range(FILES):
        with store.write() as db:
            db.execute(
                "insert into check_in values (1, 4, ?, 'in', null, null, 1)", [f"2026-02-0{1} 08:{minute:02}:00"]
            )
        put(store, [date(2026, 2, 1)], actor="test", now=NOW)
    assert len(files(store)) == 1
    assert store.value("select count(*) from every_check_in where scanned_at >= timestamp '2026-02-01'") == FILES


def test_joining_two_people_and_parting_them_reaches_what_was_moved(store):
    roll_up(store, days=None, actor="test")
    before = store.run(ALL).fetchall()
    put_all(store, actor="test", now=NOW)
    number = merge(store, WHOLE, keep=1, gone=2, actor="test", now=NOW)
    assert store.value("select count(*) from every_check_in where person_id = 2") == 0
    put_all(store, actor="test", now=NOW)
    unmerge(store, WHOLE, merge_id=number, actor="test", now=NOW)
    assert store.run(ALL).fetchall() == before


def test_a_persons_file_tells_of_what_was_moved(store):
    before, told = (
        summary(store, WHOLE, person_id=1, on=NOW.date()),
        rows_of(store, WHOLE, person_id=1, table="check_in", on=NOW.date(), disclosed=True),
    )
    assert before.set_index("table").rows["check_in"] == len(told) > 0
    put_all(store, actor="test", now=NOW)
    assert summary(store, WHOLE, person_id=1, on=NOW.date()).equals(before)
    after = rows_of(store, WHOLE, person_id=1, table="check_in", on=NOW.date(), disclosed=True)
    assert sorted(after.itertuples(index=False)) == sorted(told.itertuples(index=False))


@pytest.mark.parametrize(("spoil", "code"), [("unset", "lake_unset"), ("gone", "lake_gone")])
def test_a_store_without_its_lake_does_not_open(tmp_path, spoil, code):
    store = county_in(tmp_path)
    put_all(store, actor="test", now=NOW)
    [first, *_] = files(store)
    store.close()
    if spoil == "gone":
        first.rename(tmp_path / "elsewhere")
    with pytest.raises(UserError) as refused:
        open_store(settings_in(tmp_path, **({"lake": ""} if spoil == "unset" else {})))
    assert refused.value.code == code


def test_an_object_stores_address_is_no_folder_and_the_sentence_says_what_is_needed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as refused:
        open_store(settings_in(tmp_path / "data", lake="s3a://county/lake"))
    for language in LANGUAGES:
        said = t(language, f"error.{refused.value.code}", **refused.value.fields)
        assert "GRID_COMMAND_SPARK_LAKE" in said and "s3a://county/lake" in said
    assert not (tmp_path / "s3a:").exists()


@pytest.mark.parametrize("spoil", ["half", "shape", "type", "fewer"])
def test_the_check_names_a_file_that_is_not_as_it_was_put(store, spoil):
    put(store, [DAY], actor="test", now=NOW)
    [file] = files(store)
    if spoil == "half":
        file.write_bytes(file.read_bytes()[:-200])
    else:
        what = {
            "shape": "select 1 as other",
            "type": f"select * replace (cast(scanned_at as text) as scanned_at) from read_parquet('{file}')",
            "fewer": f"select * from read_parquet('{file}') limit 3",
        }[spoil]
        store.run(f"copy ({what}) to '{file.with_suffix('.new')}' (format parquet)")
        file.with_suffix(".new").replace(file)
    [_, lake] = check(store, ())
    assert (lake.ok, lake.fields["broken"]) == (False, file.relative_to(store.settings.lake_folder).as_posix())


def test_a_folder_that_cannot_be_written_keeps_the_check_ins(tmp_path):
    (tmp_path / "lake").write_text("a file, not a folder")
    store = county_in(tmp_path)
    with pytest.raises(UserError, match="lake_folder"):
        put(store, [DAY], actor="test", now=NOW)
    assert store.value("select count(*) from check_in") == 2610
    assert [one.code for one in check(store, ()) if not one.ok] == ["lake_folder"]
    store.close()


def test_days_past_their_time_go_and_a_persons_days_come_back(store):
    put_all(store, actor="test", now=NOW)
    with store.write() as db:
        gone = forget(db, store, before=DAY)
    sweep_lake(store)
    assert (store.value("select min(cast(scanned_at as date)) from every_check_in"), gone > 0, len(files(store))) == (
        DAY,
        True,
        4,
    )
    of_one = store.value("select count(distinct cast(scanned_at as date)) from every_check_in where person_id = 1")
    with store.write() as db:
        recall_people(db, store, "select 1")
    sweep_lake(store)
    assert len(files(store)) == 4 - of_one
    assert store.value("select count(*) from check_in where person_id = 1") > 0
    with store.write() as db:
        forget(db, store, before=None)
    assert (sweep_lake(store), files(store)) == (4 - of_one, [])
