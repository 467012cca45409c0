"""The county of the benchmark is the demo's, many times over: a new column must not break it unseen."""

from __future__ import annotations

from bench.county import multiply_check_ins, multiply_people
from tests.county import make_county


def test_people_and_scans_are_multiplied():
    store = make_county()
    counts = {table: store.value(f"select count(*) from {table}") for table in ("person", "household", "check_in")}
    multiply_people(store, 3)
    multiply_check_ins(store, 3)
    assert {table: store.value(f"select count(*) from {table}") for table in counts} == {
        table: 3 * n for table, n in counts.items()
    }
