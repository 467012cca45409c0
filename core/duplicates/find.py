"""People who stand in the registers twice: set by set over the whole county, or only around an import's people."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path

import duckdb

from core import clock
from core.audit.record import record
from core.engine import Engine, engine_of, here_if_away
from core.store import Store, load_sql, run, statements

CROWD = 12  # people who share a key: more of them share a placeholder, not an identity
VARIANTS = Path(__file__).parent / "variants.toml"


def find_duplicates(
    store: Store, *, people: int | None, actor: str, also: list[int] | None = None, now: datetime | None = None
) -> int:
    """Fill the queue of pairs that may be the same person; audited. Returns how many pairs are new.

    `people`: only pairs with someone whom this import batch or a later one brought or changed (and those of `also`); None: everybody. Open pairs are
    brought up to date, decided ones stay as they were decided. Two different valid document numbers are never the band `same`.
    """
    with store.write(told=False) as db:
        if not run(db, "select 1 from person limit 1").fetchone():
            return 0
        return _find(db, engine_of(store), people, also or [], actor, now or clock.now())


def _find(
    db: duckdb.DuckDBPyConnection, engine: Engine, people: int | None, also: list[int], actor: str, now: datetime
) -> int:
    variants, plain = variant_characters()
    for statement in statements(__file__, "subject.sql"):
        run(db, statement, since=people, also=also, variants=variants, plain=plain)
    here_if_away(engine, lambda any_: _pair(db, any_))
    for statement in statements(__file__, "found.sql") + statements(__file__, "keep.sql"):
        run(db, statement, now=now)
    added = db.execute("select count(*) from added").fetchone()[0]
    for table in ("subject", "block_key", "candidate_pair", "found", "added"):
        db.execute(f"drop table {table}")
    record(db, actor, "duplicates.found", since_batch=people, pairs=added)
    return added


def _pair(db: duckdb.DuckDBPyConnection, engine: Engine) -> None:
    with engine.run(db, since=date.max, until=date.max) as work:  # no check-ins are asked for
        work.bring("candidate_pair", load_sql(__file__, "shared.sql"), crowd=CROWD)


@cache
def variant_characters() -> tuple[str, str]:
    """Traditional and otherwise written characters of names, and at the same places the usual ones."""
    table = tomllib.loads(VARIANTS.read_text("utf-8"))
    pairs = [(written, plain) for plain, others in table["written"].items() for written in others]
    return "".join(w for w, _ in pairs), "".join(p for _, p in pairs)
