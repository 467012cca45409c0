"""A copy of the running store. Copying its file alone lacks what the log beside it holds."""

from __future__ import annotations

import os
import shutil
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb

from core.audit import record
from core.errors import UserError
from core.settings import Settings
from core.store import Store

ROOM = 1.2  # of what is copied
DAY = 86_400  # seconds
ORIGINALS = "originals"
NAME = "grid-command-"
_one_at_a_time = threading.Lock()


def back_up(store: Store, target: Path, *, actor: str, now: datetime) -> Path:
    """Copy the store, kept originals and the key that opens them into `target`/grid-command-DATE-TIME, as of one moment, while others read
    and write; audited. A store with a key is copied with it. Returns the folder; it appears when it is whole.

    Raises UserError: backup_memory (the store lies in memory), backup_running (another one is being made), backup_folder (can't be made or
    written), backup_room.
    """
    if store.settings.db == ":memory:":
        raise UserError("backup_memory")
    if not _one_at_a_time.acquire(blocking=False):
        raise UserError("backup_running")
    try:
        made = _make(store, target, f"{NAME}{now:%Y%m%d-%H%M%S}")
    except OSError as error:
        raise UserError("backup_folder", folder=str(target), why=error.strerror or type(error).__name__) from error
    finally:
        _one_at_a_time.release()
    with store.write(shown=False) as db:
        record(db, actor, "backup.made", name=made.name)
    return made


def sweep_backups(settings: Settings, target: Path | None = None) -> None:
    """Remove what a backup that was killed left behind: it holds everybody's data. Other desks may be writing to the same `target`."""
    left = list(settings.folder.glob(f"{NAME}*.building"))
    if target:
        left += [f for f in target.glob(f".{NAME}*.partial") if time.time() - f.stat().st_mtime > DAY]
    for half in left:
        shutil.rmtree(half, ignore_errors=True)


def _make(store: Store, target: Path, name: str) -> Path:
    folder, file = store.settings.folder, Path(store.settings.db).name
    # SQL reaches no folder but the store's own, so the copy is made there and moved.
    building = folder / f"{name}.building"
    arriving, made = target / f".{name}.partial", target / name
    target.mkdir(parents=True, exist_ok=True)
    sweep_backups(store.settings, target)
    _room(store.settings, target)
    try:
        building.mkdir(mode=0o700)
        _copy_store(store, building / file)
        arriving.mkdir(mode=0o700)
        with suppress(OSError):  # on another disk
            (building / file).rename(arriving / file)
        if (building / file).exists():
            _copy_through(building / file, arriving / file)
        _copy_beside(folder, arriving)
        arriving.rename(made)
    finally:
        for left in (building, arriving):
            shutil.rmtree(left, ignore_errors=True)
    return made


def _room(settings: Settings, target: Path) -> None:
    stored, kept = (
        ROOM * sum(file.stat().st_size for file in files)
        for files in (settings.folder.glob(f"{Path(settings.db).name}*"), (settings.folder / ORIGINALS).glob("*"))
    )
    for place, needed in ((settings.folder, stored), (target, stored + kept)):
        free = shutil.disk_usage(place).free
        if free < needed:
            raise UserError("backup_room", folder=str(place), free=round(free / 1e6), needed=round(needed / 1e6))


def _copy_store(store: Store, file: Path) -> None:
    """In one statement, which sees one moment. By a cursor of its own: a full disk leaves one aborted, and the copy attached."""
    path, key = (text.replace("'", "''") for text in (str(file), store.settings.key))
    db = store.fresh_cursor()
    try:
        db.execute(f"attach '{path}' as backup_copy" + (f" (encryption_key '{key}')" if key else ""))
        db.execute("copy from database store to backup_copy")
        db.execute("detach backup_copy")
    except duckdb.Error as error:
        for tidy in ("rollback", "detach backup_copy"):
            with suppress(duckdb.Error):
                db.execute(tidy)
        # What comes last is the system's word; an error of another kind may quote a value.
        why = str(error).rsplit(": ", 1)[-1] if isinstance(error, duckdb.IOException) else type(error).__name__
        raise UserError("backup_folder", folder=str(store.settings.folder), why=why) from error
    finally:
        db.close()


def _copy_beside(folder: Path, arriving: Path) -> None:
    """The originals kept by imports, and the keys that open them (the store's own is a setting and is kept elsewhere)."""
    (arriving / ORIGINALS).mkdir(mode=0o700)
    for source in (*folder.glob("*.key"), *(folder / ORIGINALS).glob("*.bin")):
        with suppress(FileNotFoundError):  # past its time since it was listed
            _copy_through(source, arriving / source.relative_to(folder))


def _copy_through(source: Path, copy: Path) -> None:
    """Onto the disk, not into its cache alone: the last rename says that all is there."""
    with source.open("rb") as taken, copy.open("xb") as written:
        shutil.copyfileobj(taken, written, 1 << 20)
        written.flush()
        os.fsync(written.fileno())
