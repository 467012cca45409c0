"""Room on the store's disk. Below the setting `spare_megabytes` nothing more is written: a store that runs into the end of its disk fails while it
tidies up, and then nobody can even read."""

from __future__ import annotations

import shutil

import duckdb

from core.errors import UserError
from core.settings import Settings

SMALL = 4  # what shows on no page (sessions, the audit of a look) may go this much nearer to the end


def free_bytes(settings: Settings) -> int | None:
    """None for a store in memory."""
    return None if settings.db == ":memory:" else shutil.disk_usage(settings.folder).free


def is_full(settings: Settings, *, shown: bool = True) -> bool:
    free = free_bytes(settings)
    return free is not None and free < settings.spare_megabytes * 1_000_000 / (1 if shown else SMALL)


def ask_room(settings: Settings, *, shown: bool) -> None:
    """Raises UserError store_full."""
    if is_full(settings, shown=shown):
        raise full(settings)


def full(settings: Settings) -> UserError:
    free = free_bytes(settings) or 0
    return UserError("store_full", folder=str(settings.folder), free=round(free / 1e6), spare=settings.spare_megabytes)


def said_full(error: BaseException) -> bool:
    """As the system or the database says that the disk is full."""
    return isinstance(error, duckdb.Error) and any(
        word in str(error) for word in ("No space left on device", "not enough space on the disk", "Disk quota")
    )


def is_dead(error: BaseException) -> bool:
    """The database refuses everything until all its handles are closed."""
    return isinstance(error, duckdb.Error) and "has been invalidated" in str(error)
