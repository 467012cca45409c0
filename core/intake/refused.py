"""What was tried and refused: counted, so that staff see it; who tried is not kept."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date, datetime
from weakref import WeakKeyDictionary

import pandas as pd
import pyarrow as pa

from core.domain import Scope
from core.store import Store, load_sql, run

# In memory until the next minute: whoever tries a thousand codes a second makes no thousand writes.
_counts: WeakKeyDictionary[Store, Counter] = WeakKeyDictionary()
_lock = threading.Lock()


def count_refused(
    store: Store, what: str, *, now: datetime, code_id: int | None = None, device_id: int | None = None, times: int = 1
) -> None:
    """`what`: the code of the refusal (code_forged, key_revoked …)."""
    with _lock:
        _counts.setdefault(store, Counter())[now.date(), what, code_id, device_id] += times


def write_refused(store: Store, *, now: datetime) -> None:
    """What was counted since the last time, into the store."""
    with _lock:
        counted = _counts.pop(store, None)
    if not counted:
        return
    columns = list(zip(*((*key, times) for key, times in counted.items()), strict=True))
    names = ("day", "what", "code_id", "device_id", "times")
    types = (pa.date32(), pa.string(), pa.int32(), pa.int32(), pa.int32())
    with store.write() as db:
        db.register("given_refused", pa.table(dict(zip(names, columns, strict=True)), schema=pa.schema(list(zip(names, types, strict=True)))))  # fmt: skip
        run(db, "create or replace temp table refused_now as select * from given_refused")
        db.unregister("given_refused")
        run(db, load_sql(__file__, "refused_add.sql"), now=now)
        run(db, load_sql(__file__, "refused_new.sql"), now=now)
        db.execute("drop table refused_now")


def refused(store: Store, scope: Scope, *, since: date) -> pd.DataFrame:
    """One row per thing, code and device: what, times, last_at, code_id, label, device_id, device, grid_name, days. A forged code and an
    unknown key belong to no grid: the whole store's readers see them."""
    return store.df(load_sql(__file__, "refused.sql"), roots=list(scope.grids), since=since)
