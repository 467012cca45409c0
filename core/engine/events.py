"""One question to everybody's check-ins."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from core.engine.choose import engine_of
from core.engine.engine import EngineAway
from core.store import Store


def events(store: Store, sql: str, *, as_of: date, days: int, sums: int = 0, **params: object) -> pd.DataFrame:
    """The answer, of few rows, of a query over `every_check_in` of some days up to `as_of` (both are the query's parameters too), by the
    store's engine; `sums`: days of person-days and grid-days, where it looks back further on those. While a cluster is away the desk reads the lake itself: slower, and the same. Raises EngineFailed."""
    params |= {"as_of": as_of, "days": days}
    engine = engine_of(store)
    if engine.name == "duckdb":
        return store.df(sql, **params)
    db = store.fresh_cursor()
    try:
        with engine.run(db, since=as_of - timedelta(days=max(days, sums)), until=as_of + timedelta(days=1)) as work:
            answer = work.answer(sql, **params)
        # by way of the store, so that columns are of the kinds that they always are
        db.register("answered", answer)
        return db.execute("from answered").df()
    except EngineAway:
        return store.df(sql, **params)
    finally:
        db.close()
