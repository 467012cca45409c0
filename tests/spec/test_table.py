"""A lake that is a table of the cluster, which the desk reaches through the connection alone: nothing is lost or doubled, and pages and detectors read on."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from core.duplicates.merge import merge, unmerge
from core.engine import EngineAway, EngineFailed, engine_of
from core.engine.check import check
from core.errors import UserError
from core.i18n import LANGUAGES, t
from core.lake import call_near, compact, days_scanned, forget, let_go, put, put_all, recall, recall_all, sweep_lake
from core.lake.lake import FILES
from core.policy.loader import load_policy
from core.registry import person as register
from core.rollup import event_statements, roll_up, roll_up_due, waits_since
from core.store import open_store
from core.watch.detect import find
from core.watch.detectors import DETECTORS
from tests.county import LAST_DAY, NOW, WHOLE
from tests.lake import county_in, settings_in
from tests.spec.test_engines import SUMS, rows

ALL = "select * from every_check_in order by all"
DAY = date(2026, 1, 28)
AWAY = "sc://127.0.0.1:9"


KINDS = pytest.mark.parametrize(
    "kind", ["delta"] if os.environ.get("GRID_COMMAND_TEST_SPARK") else ["delta", "iceberg"]
)


@pytest.fixture
def kind():
    """Of the table."""
    return "delta"


@pytest.fixture
def store(tmp_path, table_lake, kind):
    """Ten days of the county, nothing of it moved yet; five of them stay near."""
    made = county_in(tmp_path, **table_lake(tmp_path, kind, lake_near=5))
    with made.write() as db:
        db.execute("delete from check_in where scanned_at < timestamp '2026-01-22'")
    yield made
    made.close()


def there(store) -> dict[str, int]:
    """What the cluster has, by part, whether it counts or not."""
    engine = engine_of(store)
    with engine.connected() as session:
        found = session.sql(f"select part, count(*) as n from {engine.table.sql} group by part").toArrow().to_pylist()
    return {row["part"]: row["n"] for row in found}


def counting(store) -> dict[str, int]:
    return dict(rows(store, "select name, rows from lake_file"))


@pytest.fixture
def away(store, monkeypatch):
    """The cluster stops answering, and answers again."""

    class Cluster:
        def goes(self):
            store.settings = replace(store.settings, spark=AWAY)

        def comes(self):
            store.settings = given

    given = store.settings
    yield Cluster()
    store.settings = given


@KINDS
def test_there_and_back_again_is_the_same(store):
    before = rows(store, ALL)
    assert put_all(store, actor="test", now=NOW) == len(before)
    assert store.value("select count(*) from check_in") == 0
    near = [row for row in before if row[2].date() >= date(2026, 1, 26)]
    assert rows(store, ALL) == near
    assert there(store) == counting(store) and sum(there(store).values()) == len(before)
    assert call_near(store) == len(before) - len(near)
    assert rows(store, ALL) == before
    assert let_go(store, today=NOW.date()) == len(before) - len(near)
    assert rows(store, ALL) == near
    assert put_all(store, actor="test", now=NOW) == 0
    assert recall_all(store, actor="test") == len(before)
    assert (rows(store, "select * from check_in order by all"), there(store)) == (before, {})


def test_the_sums_and_everything_that_looks_through_events_are_the_same(tmp_path_factory, table_lake):
    duck = county_in(tmp_path_factory.mktemp("duck"))
    folder = tmp_path_factory.mktemp("spark")
    spark = county_in(folder, **table_lake(folder))
    for store in (duck, spark):
        with store.write() as db:
            db.execute("delete from check_in where scanned_at < timestamp '2026-01-17'")
            db.execute("update check_in set temperature = 37.9 where person_id = 1 and cast(scanned_at as date) = date '2026-01-30'")  # fmt: skip
            db.execute("update check_in set temperature = 36.5 where grid_id = 5")
        assert roll_up(store, days=None, actor="test") == 15
    for table in SUMS:
        assert rows(duck, f"select * from {table} order by all") == rows(spark, f"select * from {table} order by all")
    for code in ("fever", "constant_values", "shared_account"):
        found = [DETECTORS[code](s, as_of=LAST_DAY, parameters=load_policy().detectors[code]) for s in (duck, spark)]
        pd.testing.assert_frame_equal(*found)
    assert [(one.code, one.ok) for one in check(spark, event_statements(), fever=37.3)] == [
        ("engine", True),
        ("answers", True),
        ("table", True),
        ("same", True),
    ]
    assert all("probe" not in part for part in there(spark))
    duck.close()
    spark.close()


def test_an_append_that_breaks_off_counts_for_nothing_and_is_sent_again(store, monkeypatch):
    whole = rows(store, ALL)

    def cut(self, session, part, day, batches):
        [batch] = batches
        append(self, session, part, day, [batch.slice(0, 10)])
        raise EngineAway("engine_away", address="there")

    from core.engine.table import EventTable

    append = EventTable.append
    with monkeypatch.context() as broken:
        broken.setattr(EventTable, "append", cut)
        with pytest.raises(EngineAway):
            put(store, [DAY], actor="test", now=NOW)
    assert (rows(store, ALL), counting(store), sum(there(store).values())) == (whole, {}, 10)
    put(store, [DAY], actor="test", now=NOW)
    assert rows(store, ALL) == whole
    assert len(there(store)) == 2
    assert sweep_lake(store) == 1
    assert there(store) == counting(store)


@KINDS
def test_a_part_that_arrived_twice_does_not_count(store, monkeypatch):
    """A request whose acknowledgement was lost is sent again by the client itself."""
    from core.engine.table import EventTable

    look = EventTable._look

    def twice(self, session, part, day, sent, people):
        session.sql(f"insert into {self.sql} select * from {self.sql} where part = '{part}'")
        look(self, session, part, day, sent, people)

    monkeypatch.setattr(EventTable, "_look", twice)
    whole = rows(store, ALL)
    with pytest.raises(EngineFailed, match="lake_table_lost"):
        put(store, [DAY], actor="test", now=NOW)
    assert (rows(store, ALL), counting(store)) == (whole, {})


def test_a_move_whose_transaction_fails_leaves_everything_where_it_was(store, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise RuntimeError("power cut")

    whole = rows(store, ALL)
    with monkeypatch.context() as broken:
        broken.setattr("core.lake.lake.record", refuse)
        with pytest.raises(RuntimeError):
            put(store, [DAY], actor="test", now=NOW)
    assert (rows(store, "select * from check_in order by all"), counting(store)) == (whole, {})
    assert store.value("select count(*) from near_check_in") == 0
    assert (sweep_lake(store), there(store)) == (1, {})


@KINDS
def test_many_small_parts_of_a_day_become_one(store):
    for minute in range(FILES):
        with store.write() as db:
            db.execute("insert into check_in values (1, 4, ?, 'in', null, null, 1)", [f"2026-02-01 08:{minute:02}:00"])
        put(store, [date(2026, 2, 1)], actor="test", now=NOW)
    assert list(there(store).values()) == list(counting(store).values()) == [FILES]
    assert store.value("select count(*) from every_check_in where scanned_at >= timestamp '2026-02-01'") == FILES


def test_another_desks_parts_in_the_same_table_are_left_alone(store, tmp_path, table_lake):
    put(store, [DAY], actor="test", now=NOW)
    given = table_lake(tmp_path)  # the same table
    other = county_in(tmp_path / "other", **given)
    put(other, [DAY], actor="test", now=NOW)
    assert sum(there(other).values()) == 2 * store.value("select sum(rows) from lake_file")
    assert sweep_lake(other) == sweep_lake(store) == 0
    with other.write() as db:
        forget(db, other, before=None)
    assert sweep_lake(other) == 1
    assert there(store) == counting(store)
    other.close()


def test_merging_two_people_reaches_days_that_only_the_cluster_has(store):
    before = rows(store, ALL)
    put_all(store, actor="test", now=NOW)
    with store.write() as db:
        far = [day for day in days_scanned(db, store, "select 2") if day < date(2026, 1, 26)]
    assert far
    number = merge(store, WHOLE, keep=1, gone=2, actor="test", now=NOW)
    put_all(store, actor="test", now=NOW)
    call_near(store)
    assert store.value("select count(*) from every_check_in where person_id = 2") == 0
    unmerge(store, WHOLE, merge_id=number, actor="test", now=NOW)
    put_all(store, actor="test", now=NOW)
    call_near(store)
    assert rows(store, ALL) == before


def test_a_persons_trail_is_asked_for_and_what_the_desk_has_is_shown_meanwhile(store, away):
    from core.lake import reached

    span = {"since": date(2026, 1, 1), "until": LAST_DAY}
    asked = {"person_id": 1, "as_of": LAST_DAY, **span}
    whole = register.trail(store, WHOLE, **asked)
    put_all(store, actor="test", now=NOW)
    near = register.trail(store, WHOLE, **asked)
    with reached(store, person_id=1, **span):
        pd.testing.assert_frame_equal(register.trail(store, WHOLE, **asked), whole)
    away.goes()
    with pytest.raises(EngineAway, match="lake_away"), reached(store, person_id=1, **span):
        pass
    assert 0 < len(near) < len(whole)
    pd.testing.assert_frame_equal(register.trail(store, WHOLE, **asked), near)


def test_while_the_cluster_is_away_figures_wait_and_nothing_is_lost(store, away):
    total = store.value("select count(*) from check_in")
    roll_up(store, days=None, actor="test")
    summed = rows(store, "select * from grid_day order by all")
    away.goes()
    with store.write() as db:
        db.execute("insert into check_in values (5, 10, timestamp '2026-01-28 22:10:00', 'in', 36.6, null, 1)")
    assert roll_up(store, days=[DAY], actor="test") == 0
    assert (waits_since(store) is not None, rows(store, "select * from grid_day order by all")) == (True, summed)
    assert store.value("select count(*) from check_in") == 1
    # what looks through events goes on with what is near, and what would need more says so
    assert DETECTORS["fever"](store, as_of=LAST_DAY, parameters=load_policy().detectors["fever"]).empty
    with pytest.raises(EngineAway, match="lake_away"):
        find(store, as_of=date(2026, 1, 27), policy=load_policy())
    with pytest.raises(EngineAway, match="lake_away"), store.write() as db:
        recall(db, store, [date(2026, 1, 24)])
    assert sweep_lake(store) == 0
    away.comes()
    assert roll_up_due(store, actor="test") == 1
    assert waits_since(store) is None
    assert sum(there(store).values()) == store.value("select sum(check_ins) from grid_day") == total + 1


def test_a_table_that_lost_or_doubled_rows_is_named_and_nothing_is_taken_from_it(store):
    put_all(store, actor="test", now=NOW)
    engine = engine_of(store)
    [(name, n)] = rows(store, "select name, rows from lake_file where day = date '2026-01-24'")
    with engine.connected() as session:
        session.sql(f"insert into {engine.table.sql} select * from {engine.table.sql} where part = '{name}' and person_id = 1")  # fmt: skip
    found = {one.code: one for one in check(store, (), fever=37.3)}
    assert (found["table"].ok, found["table"].fields["broken"]) == (False, "2026-01-24")
    for action in (lambda: recall_all(store, actor="test"), lambda: call_near(store, since=date(2026, 1, 24), until=date(2026, 1, 24))):  # fmt: skip
        with pytest.raises(UserError, match="lake_short"):
            action()
    assert store.value("select rows from lake_file where name = $name", name=name) == n
    assert store.value("select count(*) from check_in where cast(scanned_at as date) = date '2026-01-24'") == 0


def test_compaction_refuses_a_day_that_is_not_whole(store):
    for minute in (1, 2):
        with store.write() as db:
            db.execute("insert into check_in values (1, 4, ?, 'in', null, null, 1)", [f"2026-02-01 08:{minute:02}:00"])
        put(store, [date(2026, 2, 1)], actor="test", now=NOW)
    before = counting(store)
    engine = engine_of(store)
    with engine.connected() as session:
        session.sql(f"insert into {engine.table.sql} select * from {engine.table.sql} where part = '{min(before)}'")
    with pytest.raises(EngineFailed, match="lake_table_lost"):
        compact(store, date(2026, 2, 1), actor="test", now=NOW)
    assert counting(store) == before


def test_a_table_of_another_shape_is_named_and_left_as_it_is(store):
    engine = engine_of(store)
    place = store.settings.spark_lake
    with engine.connected() as session:
        frame = session.sql("select cast(1 as string) as person_id, 2 as other")
        if place:
            frame.write.format(store.settings.lake_format).save(f"{place}-other")
        else:
            frame.write.mode("overwrite").saveAsTable("of_another_shape")
    store.settings = replace(store.settings, lake="table:of_another_shape", spark_lake=place and f"{place}-other")
    [wrong] = [one for one in check(store, ()) if not one.ok]
    assert wrong.code == "lake_table_shape"
    assert "other" in wrong.fields["columns"] and "person_id" in wrong.fields["columns"]
    with pytest.raises(EngineFailed, match="lake_table_shape"):
        put(store, [DAY], actor="test", now=NOW)
    assert counting(store) == {} and store.value("select count(*) from check_in") > 0


def test_a_table_that_may_not_be_written_is_said(store, monkeypatch):
    from core.engine.table import EventTable
    from core.lake.table import TablePlace

    def refuse(_self, _session, _parts):
        raise EngineFailed("engine_failed", address="there", why="INSUFFICIENT_PERMISSIONS")

    monkeypatch.setattr(EventTable, "drop", refuse)
    [wrong] = [one for one in check(store, ()) if not one.ok]
    assert (wrong.code, wrong.fields["why"]) == ("lake_table_refuses", "INSUFFICIENT_PERMISSIONS")
    assert isinstance(TablePlace(store, engine_of(store)), TablePlace)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"lake": "table:"}, "lake_table_name"),
        ({"lake": "table:a.b.c.d"}, "lake_table_name"),
        ({"lake": "table:x; drop table y"}, "lake_table_name"),
        ({"lake": "table:check_in", "lake_format": "orc"}, "lake_format"),
        ({"lake": "table:check_in", "engine": "duckdb"}, "lake_table_engine"),
    ],
)
def test_settings_that_cannot_be_are_refused_when_the_store_is_opened(tmp_path, wrong, code):
    with pytest.raises(UserError) as refused:
        open_store(settings_in(tmp_path, **({"engine": "spark", "spark": AWAY} | wrong)))
    assert refused.value.code == code
    for language in LANGUAGES:
        assert "{" not in t(language, f"error.{code}", **refused.value.fields)


def test_a_folder_and_a_table_are_not_mixed(tmp_path):
    store = county_in(tmp_path)
    put(store, [DAY], actor="test", now=NOW)
    store.close()
    with pytest.raises(UserError, match="lake_other"):
        open_store(settings_in(tmp_path, engine="spark", spark=AWAY, lake="table:check_in"))
