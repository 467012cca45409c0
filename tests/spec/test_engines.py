"""The same statements on both engines, row for row: DuckDB, and Spark Connect. Sail answers here; `make test-spark` has Apache Spark answer."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import grpc
import pandas as pd
import pytest

from core.classify import classify
from core.duplicates.find import find_duplicates
from core.engine import EngineAway, EngineFailed, engine_of
from core.engine.check import check
from core.i18n import LANGUAGES, t
from core.lake import put
from core.policy.loader import load_policy
from core.policy.running import running
from core.rollup import event_statements, roll_up, roll_up_due, waits_since
from core.screening import find_stays
from core.store import open_store
from core.watch.detectors import DETECTORS
from tests.county import LAST_DAY, NOW
from tests.lake import county_in, settings_in

SUMS = ("grid_day", "person_day", "flow_day", "coverage_day", "missing_day")
TABLES = (*SUMS, "person_class", "class_day", "class_history", "duplicate_pair")
# So that each detector that looks through everybody's check-ins finds something.
PLANTED = (
    "update check_in set temperature = 37.9 where person_id = 1 and cast(scanned_at as date) = date '2026-01-30'",
    "update check_in set temperature = 36.5 where grid_id = 5",
    "insert into check_in select 1, 7, scanned_at + interval 1 second * i, direction, temperature, symptoms, batch_id"
    " from check_in, range(1, 40) r(i) where grid_id = 4 and person_id = 2 and scanned_at >= timestamp '2026-01-31'",
    "insert into import_batch values (1, timestamp '2026-01-31 00:30:00', 'test', 'county', '', 0, 'committed', 0, true)",
    "insert into person (person_id, name, phone, registered, updated_at) values (98, '外来', null, false, localtimestamp)",
    "insert into check_in values (98, 7, timestamp '2026-01-29 23:59:59.6', 'in', null, null, 1), (98, 4, timestamp '2026-01-29 12:00:00', 'pass', null, null, 1)",
    "insert into membership (person_id, grid_id, kind, since, until) values (3, 7, 'home', date '2026-01-01', date '2026-01-20')",
    "update person set name = '王小四', phone = '13900000004' where person_id in (4, 5)",
    "delete from check_in where grid_id = 22 and scanned_at between timestamp '2026-01-20' and timestamp '2026-01-22'",
    "insert into risk_area (area_id, name, level, grid_id, since, added_by, added_at) values (1, '东镇', 'high', 3, date '2026-01-25', 'test', timestamp '2026-01-25 08:00')",
)


@pytest.fixture(scope="module")
def both(tmp_path_factory, address):
    """(the county on DuckDB alone, the same with its check-ins in a lake and a cluster), both summed."""
    spark = {"engine": "spark", "spark": address}
    stores = [county_in(tmp_path_factory.mktemp(name), **given) for name, given in (("duck", {}), ("spark", spark))]
    for store in stores:
        with store.write() as db:
            for change in PLANTED:
                db.execute(change)
        assert roll_up(store, days=None, actor="test") == 30
        classify(store, as_of=LAST_DAY, actor="test")
        find_duplicates(store, people=None, actor="test", now=NOW)
    yield stores
    for store in stores:
        store.close()


def rows(store, sql: str) -> list[tuple]:
    return store.run(sql).fetchall()


@pytest.mark.parametrize("table", TABLES)
def test_sums_classes_and_pairs(both, table):
    duck, spark = (rows(store, f"select * from {table} order by all") for store in both)
    assert duck == spark
    assert duck or table == "missing_day"


def test_the_check_ins_have_moved_and_are_seen_all_the_same(both):
    duck, spark = both
    assert spark.value("select count(*) from check_in") == 0
    seen = "select * from every_check_in order by all"
    assert rows(duck, seen) == rows(spark, seen)


def test_a_day_again_changes_nothing_and_a_late_scan_one_day(both):
    late = "insert into check_in values (5, 10, timestamp '2026-01-28 22:10:00', 'in', 36.6, null, 1)"
    for store in both:
        with store.write() as db:
            db.execute(late)
            roll_up(store, days=[date(2026, 1, 28)], actor="test")
        roll_up_due(store, actor="test")
    for table in SUMS:
        duck, spark = (rows(store, f"select * from {table} order by all") for store in both)
        assert duck == spark, table
    assert both[1].value("select count(*) from lake_file where day = date '2026-01-28'") == 2


@pytest.mark.parametrize("code", DETECTORS)
def test_detectors(both, code):
    duck, spark = (DETECTORS[code](store, as_of=LAST_DAY, parameters=load_policy().detectors[code]) for store in both)
    pd.testing.assert_frame_equal(duck, spark)
    assert len(duck) or code not in {"fever", "duplicate_records", "future_times", "constant_values"}


def test_stays_in_a_risk_area(both):
    found = []
    for store in both:
        with store.write() as db:
            find_stays(db, running(store, LAST_DAY), engine=engine_of(store))
        found.append(rows(store, "select * from risk_stay order by all"))
    assert found[0] == found[1]
    assert "passed_through" in str(found[0])


def test_the_check_says_that_both_answer_alike(both):
    found = check(both[1], event_statements(), fever=37.3)
    assert [(one.code, one.ok) for one in found] == [
        ("engine", True),
        ("lake", True),
        ("answers", True),
        ("same", True),
    ]
    assert found[-1].fields["statements"] == 6


def test_while_the_cluster_is_away_figures_wait_and_nothing_is_lost(tmp_path, address):
    away = {"engine": "spark", "spark": "sc://127.0.0.1:9"}
    store = county_in(tmp_path, **away)
    assert roll_up(store, days=None, actor="test") == 0
    assert store.value("select count(*) from every_check_in") == 2610
    assert (waits_since(store) is not None, store.value("select count(*) from grid_day")) == (True, 0)
    with pytest.raises(EngineAway), store.write() as db, engine_of(store).run(db, since=LAST_DAY, until=LAST_DAY):
        pass
    assert [one.code for one in check(store, event_statements(), fever=37.3) if not one.ok] == ["engine_away"]
    # what asks for events goes on: the desk reads the lake itself
    assert DETECTORS["fever"](store, as_of=LAST_DAY, parameters=load_policy().detectors["fever"]).empty
    store.close()

    store = open_store(settings_in(tmp_path, engine="spark", spark=address))
    assert roll_up_due(store, actor="test") == 30
    assert waits_since(store) is None
    assert store.value("select sum(check_ins) from grid_day") == 2610
    store.close()


class Refusing(grpc.GenericRpcHandler):
    """A cluster whose account has ended."""

    def service(self, _call):
        def refuse(_request, context):
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "token 1234 of Zhang San")

        return grpc.unary_unary_rpc_method_handler(refuse)


@pytest.fixture
def refusing():
    with ThreadPoolExecutor(1) as pool:
        server = grpc.server(pool, handlers=[Refusing()])
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        yield f"127.0.0.1:{port}"
        server.stop(None)


@pytest.fixture
def silent(monkeypatch):
    """Something that is no Spark Connect server."""
    monkeypatch.setattr("core.engine.reach.READY", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"127.0.0.1:{listening.getsockname()[1]}"


def test_what_is_wrong_with_an_engine_is_said_in_a_sentence_of_its_own(both, address, refusing, silent):
    from core.engine.client import SparkSession

    store = both[1]
    given = store.settings
    wrong = (
        ({"engine": "flink"}, "engine_unknown"),
        ({"spark": ""}, "engine_unset"),
        ({"spark": "spark://127.0.0.1:7077"}, "engine_address"),
        ({"spark": "sc://127.0.0.1:port"}, "engine_address"),
        ({"spark": f"{address}/;token"}, "engine_address"),
        ({"spark": "sc://127.0.0.1:9"}, "engine_away"),
        ({"spark": f"sc://{silent}/;token=secret"}, "engine_silent"),
        ({"spark": f"sc://{refusing}/;user_agent=secret"}, "engine_rights"),
        ({"spark_lake": "/nowhere/lake"}, "engine_reads_not"),
    )
    said = {}
    try:
        for settings, code in wrong:
            store.settings = replace(given, **settings)
            [found] = [one for one in check(store, event_statements(), fever=37.3) if not one.ok]
            assert found.code == code
            for language in LANGUAGES:
                said[language, str(settings)] = t(language, f"error.{code}", **found.fields)
    finally:
        store.settings = given
    assert SparkSession.getActiveSession() is None  # who was refused leaves nothing behind in this thread
    assert not any(word in text for text in said.values() for word in ("secret", "1234", "Zhang", "{"))
    assert len(set(said.values())) >= 2 * len(wrong) - 4  # an address that is none is one thing


def test_another_time_zone_changes_nothing(both, monkeypatch):
    from core.engine.spark import SESSION

    monkeypatch.setitem(SESSION, "spark.sql.session.timeZone", "America/New_York")
    assert [one.code for one in check(both[1], event_statements(), fever=37.3) if one.ok][-1] == "same"


def test_a_file_of_another_shape_stops_the_sums_of_its_day_and_loses_nothing(tmp_path, address):
    store = county_in(tmp_path, engine="spark", spark=address)
    put(store, [LAST_DAY], actor="test", now=NOW)
    [file] = store.settings.lake_folder.rglob("*.parquet")
    whole = file.read_bytes()
    store.run(f"copy (select 1 as other) to '{file}' (format parquet)")
    with pytest.raises(EngineFailed):
        roll_up(store, days=[LAST_DAY], actor="test")
    assert (waits_since(store) is not None, store.value("select count(*) from grid_day")) == (True, 0)
    assert [one.code for one in check(store, ()) if not one.ok] == ["lake"]
    file.write_bytes(whole)
    assert roll_up_due(store, actor="test") == 1
    assert store.value("select count(*) from grid_day") > 0
    store.close()
