"""A cluster that is slow, cut off, mute or gone in the midst of work: what can be waited for is, and nothing is lost."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from core.engine import EngineAway, engine_of
from core.lake import call_near, put_all
from core.rollup import roll_up, roll_up_due, waits_since
from tests.county import NOW
from tests.lake import county_in
from tests.wire import Wire

DAY, NEXT = date(2026, 1, 28), date(2026, 1, 29)
SUMS = "select * from grid_day order by all"
LATE = "insert into check_in values (5, 10, timestamp '2026-01-28 22:10:00', 'in', 36.6, null, 1)"
NEVER = 10_000.0  # seconds: a test that waited for them would not end


@pytest.fixture
def wire(address):
    made = Wire(address)
    yield made
    made.goes()


@pytest.fixture
def summed(tmp_path, wire):
    """(the county on a cluster beyond the wire, a day of it summed; how many bytes the sums of that day bring back)"""
    store = county_in(tmp_path, engine="spark", spark=wire.address)
    only(store, DAY)
    before = wire.back
    assert roll_up(store, days=[DAY], actor="test") == 1
    yield store, wire.back - before
    store.close()


def only(store, *days: date) -> None:
    with store.write() as db:
        db.execute("delete from check_in where cast(scanned_at as date) not in (select unnest($1))", [list(days)])


def late_scan(store) -> None:
    with store.write() as db:
        db.execute(LATE)


def test_a_line_that_breaks_off_in_the_midst_of_a_statement_is_taken_up_again(summed, wire):
    store, bytes_back = summed
    late_scan(store)
    total = store.value("select sum(check_ins) from grid_day")
    wire.after(bytes_back // 2, wire.breaks)
    assert roll_up(store, days=[DAY], actor="test") == 1
    assert store.value("select sum(check_ins) from grid_day") == total + 1


@pytest.mark.parametrize("how", ["goes", "goes_dumb"])
def test_a_cluster_that_goes_in_the_midst_of_a_day_leaves_the_figures_of_before(
    summed, wire, address, monkeypatch, how
):
    store, bytes_back = summed
    before, total = store.run(SUMS).fetchall(), store.value("select sum(check_ins) from grid_day")
    late_scan(store)
    with (
        monkeypatch.context() as hasty
    ):  # so often no cluster lets itself be asked, and a busy one does not answer so soon
        for name, value in {"PING": 200, "PONG": 500, "READY": 0.5, "SECONDS": 0.5}.items():
            hasty.setattr(f"core.engine.reach.{name}", value)
        wire.after(bytes_back // 2, getattr(wire, how))
        assert roll_up(store, days=[DAY], actor="test") == 0
    assert (waits_since(store) is not None, store.run(SUMS).fetchall()) == (True, before)
    assert store.value("select count(*) from every_check_in") == total + 1
    store.settings = replace(store.settings, spark=address)
    assert roll_up_due(store, actor="test") == 1
    assert (waits_since(store), store.value("select sum(check_ins) from grid_day")) == (None, total + 1)


def test_an_answer_that_breaks_off_while_the_store_reads_it_is_the_clusters_fault(
    tmp_path, wire, address, table_lake, monkeypatch
):
    given = table_lake(tmp_path, lake_near=0)
    store = county_in(tmp_path, **{**given, "spark": wire.address})
    only(store, DAY, NEXT)  # the last is near
    total = store.value("select count(*) from check_in")
    put_all(store, actor="test", now=NOW)
    from pyspark.sql.connect.client import SparkConnectClient

    asked = SparkConnectClient.to_table_as_iterator

    def cut(self, *given):
        wire.goes()
        return asked(self, *given)

    with monkeypatch.context() as broken:
        broken.setattr(SparkConnectClient, "to_table_as_iterator", cut)
        with pytest.raises(EngineAway, match="lake_away"):
            call_near(store)
    assert store.value("select count(*) from near_check_in") < total
    store.settings = replace(store.settings, spark=address)
    call_near(store)
    assert store.value("select count(*) from near_check_in") == total
    store.close()


def test_a_session_that_was_lost_before_takes_nothing_along(tmp_path, wire, table_lake):
    """Spark's client takes what stands there for that of the session which its thread began first, whatever became of it."""
    given = table_lake(tmp_path)
    store = county_in(tmp_path, **{**given, "spark": wire.address})
    only(store, DAY)
    lost = engine_of(store).session()
    wire.goes()
    store.settings = replace(store.settings, spark=given["spark"])
    assert roll_up(store, days=[DAY], actor="test") == 1
    lost.stop()
    store.close()


@pytest.fixture
def closing():
    """Something else that listens: it ends each connection at once."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def end():
            with suppress(OSError):
                while True:
                    listening.accept()[0].close()

        threading.Thread(target=end, daemon=True).start()
        yield f"sc://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def test_who_speaks_something_else_is_not_waited_for(closing, address, monkeypatch):
    from core.engine.reach import knock

    monkeypatch.setattr("core.engine.reach.READY", NEVER)
    with pytest.raises(EngineAway, match="engine_silent"):
        knock(closing)
    knock(address)


def test_who_was_mute_is_not_waited_for_as_long_again(address, monkeypatch):
    from core.engine.reach import knock

    with socket.create_server(("127.0.0.1", 0)) as listening:
        for name, value in (("READY", 0.2), ("SECONDS", 0.2), ("READY", NEVER)):
            monkeypatch.setattr(f"core.engine.reach.{name}", value)
            if name != "SECONDS":
                with pytest.raises(EngineAway, match="engine_silent"):
                    knock(f"sc://127.0.0.1:{listening.getsockname()[1]}")
