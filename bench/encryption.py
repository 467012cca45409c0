"""What an encrypted store costs: the same work on the same county, with and without a key, in turns."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

from bench.county import demo, multiply_check_ins, multiply_people
from bench.timing import Row, alternated
from core.rekey import rekey
from core.rollup import roll_up
from core.store import Store, open_store

TITLE = "Encryption of the store"
KEY = "a key that is used for measuring"


def measure(*, small: bool) -> list[Row]:
    people, times = (2_000, 1) if small else (20_000, 6)
    store = demo(people, 60)
    multiply_people(store, times)
    multiply_check_ins(store, times)
    rows = store.value("select count(*) from check_in")
    settings = store.settings
    store.close()
    copy = replace(settings, db=settings.db.replace(".duckdb", "-keyed.duckdb"))
    shutil.copyfile(settings.db, copy.db)
    rekey(copy, KEY, actor="bench")
    plain, keyed = open_store(settings), open_store(replace(copy, key=KEY))
    try:
        return [
            _row(f"full rollup of {rows / 1e6:.1f} million check-ins", _rolled(plain), _rolled(keyed)),
            _row("one pass over all check-ins", _passed(plain), _passed(keyed)),
        ]
    finally:
        plain.close()
        keyed.close()


def _row(what: str, plain: Callable[[], object], keyed: Callable[[], object]) -> Row:
    base, spent = alternated(plain, keyed)
    return Row(f"{what}, encrypted", spent, "not encrypted", base, "≤ 1.15 ×")


def _rolled(store: Store) -> Callable[[], object]:
    return lambda: roll_up(store, days=None, actor="bench")


def _passed(store: Store) -> Callable[[], object]:
    sql = "select grid_id, cast(scanned_at as date), count(*), count(distinct person_id) from check_in group by all"
    return lambda: store.run(sql).fetchall()
