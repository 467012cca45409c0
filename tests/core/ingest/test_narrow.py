"""Columns without any value take no memory, and nobody who reads the table can tell."""

from __future__ import annotations

import pytest

from core.ingest.workspace import Workspace
from core.settings import load_settings
from core.store import open_store

FILLED = "select count(*) from duckdb_columns() where table_name = 'list_filled'"


@pytest.fixture
def work():
    return Workspace(open_store(load_settings(db=":memory:")))


def test_the_table_reads_as_before(work):
    work.run(
        "create table plan.list as select 7 as row, cast(null as text) as name, cast(null as text[]) as clears, 'x' as code"
    )
    before = work.run("describe plan.list").fetchall()
    work.narrow("list")
    assert [c[:2] for c in work.run("describe plan.list").fetchall()] == [c[:2] for c in before]
    assert work.run("select * from plan.list").fetchall() == [(7, None, None, "x")]
    assert work.value(FILLED) == 2


@pytest.mark.parametrize("rows", ["select 7 as row, 'x' as code", "select 7 as row, null as code where false"])
def test_a_table_that_is_full_or_empty_stays_as_it_is(work, rows):
    work.run(f"create table plan.list as {rows}")
    work.narrow("list")
    assert work.value(FILLED) == 0
    work.run("insert into plan.list values (8, null)")
