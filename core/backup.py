"""A copy of the running store. Copying its file alone lacks what the log beside it holds."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import duckdb

from core.audit import record
from core.errors import UserError
from core.store import Store

ROOM = 1.2  # of what the store takes now


def back_up(store: Store, target: Path, *, actor: str, now: datetime) -> Path:
    """Copy store and kept originals into `target`/grid-command-DATE-TIME, as of one moment, while others read and write; audited. A store
    with a key is copied with it. Returns the folder; it appears when it is whole.

    Raises UserError backup_memory (the store lies in memory), backup_folder (can't be made or written), backup_room.
    """
    settings = store.settings
    if settings.db == ":memory:":
        raise UserError("backup_memory")
    name = f"grid-command-{now:%Y%m%d-%H%M%S}"
    # SQL reaches no folder but the store's own, so the copy is made there and moved.
    building = settings.folder / f"{name}.building"
    arriving, made = target / f".{name}.partial", target / name
    try:
        _room(store, target)
        building.mkdir()
        _copy(store, building / Path(settings.db).name)
        originals = settings.folder / "originals"
        if originals.is_dir():
            shutil.copytree(originals, building / "originals", ignore=shutil.ignore_patterns("*.part"))
        shutil.move(str(building), str(arriving))
        arriving.rename(made)
    except OSError as error:
        raise UserError("backup_folder", folder=str(target), why=error.strerror or type(error).__name__) from error
    finally:
        for left in (building, arriving):
            shutil.rmtree(left, ignore_errors=True)
    with store.write(shown=False) as db:
        record(db, actor, "backup.made", name=name)
    return made


def _room(store: Store, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    needed = ROOM * sum(f.stat().st_size for f in store.settings.folder.glob(f"{Path(store.settings.db).name}*"))
    for place in (store.settings.folder, target):
        free = shutil.disk_usage(place).free
        if free < needed:
            raise UserError("backup_room", folder=str(place), free=round(free / 1e6), needed=round(needed / 1e6))


def _copy(store: Store, file: Path) -> None:
    """In one statement, which sees one moment of the store."""
    target, key = (text.replace("'", "''") for text in (str(file), store.settings.key))
    db = store.cursor()
    db.execute(f"attach '{target}' as backup_copy" + (f" (encryption_key '{key}')" if key else ""))
    try:
        db.execute("copy from database store to backup_copy")
    except duckdb.IOException as error:
        raise OSError(None, "disk") from error
    finally:
        db.execute("detach backup_copy")
