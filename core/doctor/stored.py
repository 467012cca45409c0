"""The store itself: its shape, what it holds, its log."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb

from core.backup.manifest import counted, shape_of
from core.doctor.signs import BAD, WARN, Sign
from core.store import Store
from core.store.migrate import migrate

LARGE_LOG = 1000  # MB
TOLD = ("grid", "person", "check_in", "alert", "task", "account")


def schema(store: Store, _now: datetime) -> list[Sign]:
    if shape_of(store.cursor(), store.name) != _meant():
        return [Sign("schema", "other", BAD)]
    tables = store.value("select count(*) from duckdb_tables() where database_name = $name", name=store.name)
    return [Sign("schema", "right", fields={"tables": tables})]


def counts(store: Store, _now: datetime) -> list[Sign]:
    held = counted(store.cursor(), store.name)
    return [Sign("counts", "held", fields={**{name: held[name] for name in TOLD}, "rows": sum(held.values())})]


def log(store: Store, _now: datetime) -> list[Sign]:
    file = Path(f"{store.settings.db}.wal")
    size = round(file.stat().st_size / 1e6) if file.exists() else 0
    return [
        Sign("log", "large", WARN, {"size": size}) if size > LARGE_LOG else Sign("log", "small", fields={"size": size})
    ]


@cache
def _meant() -> str:
    db = duckdb.connect(":memory:")
    try:
        migrate(db)
        return shape_of(db, "memory")
    finally:
        db.close()
