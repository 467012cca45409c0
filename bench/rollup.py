"""Rollup of 20 million check-ins against the bare grouping of the same rows, and one day's increment at 100 million."""

from __future__ import annotations

from datetime import timedelta

from bench.county import demo, multiply_check_ins, multiply_people
from bench.timing import Row, alternated, timed
from core.rollup import roll_up
from core.store import load_sql

TITLE = "Rollups"


def measure(*, small: bool) -> list[Row]:
    people, first, second = (2_000, 2, 2) if small else (20_000, 12, 5)
    store = demo(people, 60)
    multiply_people(store, first * second)
    multiply_check_ins(store, first)
    rows = store.value("select count(*) from check_in")
    bare_sql = [s for s in load_sql(__file__, "bare.sql").split(";") if s.strip()]

    def bare() -> None:
        for statement in bare_sql:
            with store.write() as db:
                db.execute(statement)

    bare_seconds, full = alternated(bare, lambda: roll_up(store, days=None, actor="bench"))
    multiply_check_ins(store, second)
    many = store.value("select count(*) from check_in")
    roll_up(store, days=None, actor="bench")
    last = store.value("select max(scanned_at)::date from check_in")
    one_day = sorted(timed(lambda: roll_up(store, days=[last], actor="bench")) for _ in range(3))[1]
    early = sorted(timed(lambda: roll_up(store, days=[last - timedelta(days=30)], actor="bench")) for _ in range(3))[1]
    store.close()
    return [
        Row(
            f"full rollup, {rows / 1e6:.1f} million check-ins",
            full,
            "bare group by of the same",
            bare_seconds,
            "≤ 1.3 ×",
        ),
        Row(f"the last day again, {many / 1e6:.1f} million stored", one_day, aim="≤ 1 s"),
        Row("a day of a month ago again, with the expectations that follow from it", early),
    ]
