"""All checks, in the order in which trouble is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import duckdb

from core.doctor.machine import addresses, clock_runs, disk, memory
from core.doctor.safe import audit_held, audit_holds, backups_age, keys, provider
from core.doctor.signs import BAD, Sign
from core.doctor.stored import counts, log, schema
from core.errors import UserError
from core.settings import Settings
from core.store import Store

Check = Callable[[Store, datetime], Iterable[Sign]]
OF_SETTINGS = (disk, keys, memory, addresses, provider)
OF_STORE = {
    "schema": schema,
    "counts": counts,
    "log": log,
    "clock": clock_runs,
    "audit": audit_holds,
    "backups": backups_age,
}


def examine(
    settings: Settings, store: Store | None, *, now: datetime, trouble: UserError | None = None, quick: bool = False
) -> list[Sign]:
    """`store`: None where it can't be opened, because of `trouble`. `quick`: of the audit log what its last test found (it is tested daily), for a
    page. One sign or more per check; nothing is written."""
    found = [Sign("store", trouble.code, BAD, dict(trouble.fields))] if trouble else [Sign("store", "open", fields={"file": settings.db})]  # fmt: skip
    for check in OF_SETTINGS:
        found += check(settings)
    if store is not None:
        found += _of_store(store, now, OF_STORE | ({"audit": audit_held} if quick else {}))
    return found


def _of_store(store: Store, now: datetime, checks: dict[str, Check]) -> Iterator[Sign]:
    for name, check in checks.items():
        try:
            yield from check(store, now)
        except duckdb.Error:  # a block that can't be read is found where it is read first
            yield Sign(name, "unreadable", BAD)
