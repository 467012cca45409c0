"""What a plan's own statements tell of its tables is what the tables hold: a question is asked only where it need be."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from core.ingest import workspace
from core.ingest.workspace import Workspace
from tests.county import make_county


@pytest.fixture
def work():
    return Workspace(make_county())


@pytest.mark.parametrize(
    ("made", "query", "left"),
    [
        (["create or replace table plan.a (n integer)"], "from plan.a where n > 1", ""),
        (["create or replace table plan.a as select 1 as n"], "from plan.a", None),
        (["create or replace table plan.a as select 1 as n"], "from plan.a where n > 1", "from plan.a where n > 1"),
        (["create table plan.a as select 1 as n where false"], "select n from plan.a group by n", ""),
        (["create table plan.a (n integer)", "insert into plan.a select 1"], "from plan.a", None),
        (["create table plan.a (n integer)", "insert into plan.a select 1 where false"], "from plan.a", ""),
        (["create table plan.a as select 1 as n", "insert into plan.a select 1 where false"], "from plan.a", None),
        (["create table plan.a as select 1 as n", "delete from plan.a"], "from plan.a", "from plan.a"),
        (["create table plan.a as select 1 as n", "update plan.a set n = 2"], "from plan.a", None),
        (["create table plan.a (n integer)", "update plan.a set n = 2"], "from plan.a", ""),
        (["create table plan.a (n integer)", "drop table plan.a"], "from plan.a", "from plan.a"),
        (["create table plan.b (n integer)", "create view plan.a as from plan.b"], "from plan.a", "from plan.a"),
        (
            ["create table plan.a (n integer)", "create table plan.b as select 1 as n"],
            "select n from plan.a union all select n from plan.b where n > 0",
            "select n from plan.b where n > 0",
        ),
        (["create table plan.a (n integer)"], "from plan.a join person p on p.person_id = a.n", ""),
        # of another table first: that one's rows are what it finds
        (
            ["create table plan.a (n integer)"],
            "from person left join plan.a on true",
            "from person left join plan.a on true",
        ),
    ],
)
def test_what_is_known_is_not_asked(work, made, query, left):
    for statement in made:
        work.run(statement)
    assert work._rows.asks(query) == left


def test_rows_that_are_handed_over_are_known_too(work):
    rows = pa.table({"n": [1, 2]})
    work.load("a", rows.slice(0, 0))
    assert not work.any("from plan.a")
    work.append("a", rows)
    assert work.any("from plan.a") and not work.any("from plan.a where n > 2")
    work.narrow("a")
    assert work.any("from plan.a")
    work.forget("a")
    work.run("create table plan.a (n integer)")
    assert not work.any("from plan.a")


@pytest.mark.parametrize("said", [0, workspace.SAID])
def test_few_rows_are_the_same_within_a_statement(work, monkeypatch, said):
    """Said or handed over: what stands in the cells, and of which types."""
    monkeypatch.setattr(workspace, "SAID", said)
    cells = {
        "sheet": pa.array([1, None], pa.int32()),
        "row": pa.array([2**40, None], pa.int64()),
        "text": pa.array(["'; drop --\x00𠮷$cell_0_0", None]),
        "empty": pa.array(["", " "]),
        "works": pa.array([True, None]),
        "day": pa.array([date(2020, 2, 29), None]),
        "clears": pa.array([[], ["a", "b"]], pa.list_(pa.string())),
    }
    work.load("a", cells)
    work.append("a", pa.table(cells))
    work.append("a", pa.table(cells).slice(0, 0))
    rows = [tuple(row) for row in zip(*(column.to_pylist() for column in cells.values()), strict=True)]
    assert work.run("from plan.a").fetchall() == rows * 2
    kinds = [kind for _, kind, *_ in work.run("describe plan.a").fetchall()]
    assert kinds == ["INTEGER", "BIGINT", "VARCHAR", "VARCHAR", "BOOLEAN", "DATE", "VARCHAR[]"]
