"""A copy of the running store. Copying its file alone lacks what the log beside it holds."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb

from core.audit import record
from core.backup.manifest import Manifest, counted, hashed, shape_of, store_of, write_manifest
from core.backup.verify import check_store
from core.errors import UserError
from core.settings import Settings
from core.store import Store
from core.store.attach import attach_file
from core.store.room import ask_room

ROOM = 1.2  # of what is copied
DAY = 86_400  # seconds
ORIGINALS = "originals"
SETTINGS = "settings.toml"
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")  # the county's own seal
NAME = "grid-command-"
_one_at_a_time = threading.Lock()


def back_up(store: Store, target: Path, *, actor: str, now: datetime, kind: str = "hand") -> Path:
    """Copy the store, kept originals, the key that opens them and the desk's own files into `target`/grid-command-DATE-TIME, as of one moment,
    while others read and write; opened and counted; audited. A store with a key is copied with it. Returns the folder; it appears when it is whole
    and was found to hold what the store held.

    Raises UserError: backup_memory (the store lies in memory), backup_running (another one is being made), backup_folder (can't be made or
    written), backup_room, backup_damaged (the copy does not hold what the store did), store_full.
    """
    if store.settings.db == ":memory:":
        raise UserError("backup_memory")
    ask_room(store.settings, shown=False)  # it could not be written down
    if not _one_at_a_time.acquire(blocking=False):
        raise UserError("backup_running")
    try:
        made = _make(store, target, f"{NAME}{now:%Y%m%d-%H%M%S}", kind, now)
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


def _make(store: Store, target: Path, name: str, kind: str, now: datetime) -> Path:
    begun = time.monotonic()
    folder, file = store.settings.folder, Path(store.settings.db).name
    # SQL reaches no folder but the store's own, so the copy is made there and moved.
    building = folder / f"{name}.building"
    arriving, made = target / f".{name}.partial", target / name
    target.mkdir(parents=True, exist_ok=True)
    sweep_backups(store.settings, target)
    _room(store.settings, target)
    try:
        building.mkdir(mode=0o700)
        told = _copy_store(store, building / file)
        arriving.mkdir(mode=0o700)
        with suppress(OSError):  # on another disk
            (building / file).rename(arriving / file)
        if (building / file).exists():
            _copy_through(building / file, arriving / file)
        _copy_beside(folder, arriving)
        manifest = Manifest(
            made_at=now.isoformat(),
            kind=kind,
            file=file,
            encrypted=bool(store.settings.key),
            outside=_outside(store),
            files={f.relative_to(arriving).as_posix(): hashed(f) for f in sorted(arriving.rglob("*")) if f.is_file()},
            **told,
        )
        check_store(arriving, manifest, key=store.settings.key)
        write_manifest(arriving, replace(manifest, seconds=round(time.monotonic() - begun, 1)))
        if made.exists():  # an empty folder of that name would be replaced
            raise FileExistsError(17, "File exists")
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


def _copy_store(store: Store, file: Path) -> dict:
    """In one transaction, which sees one moment; what the manifest is to tell of it. By a cursor of its own: a full disk leaves one aborted, and the copy attached."""
    db = store.fresh_cursor()
    try:
        attach_file(db, file, "backup_copy", key=store.settings.key)
        db.execute("copy from database store to backup_copy (schema)")
        db.execute("begin")  # the whole of it by one statement runs in no transaction of ours, and so beside no count
        told = {
            "store": store_of(db, "store"),
            "tables": counted(db, "store"),
            "shape": shape_of(db, "store"),
            "entry": db.execute("select coalesce(max(entry_id), 0) from audit_entry").fetchone()[0],
            "migrations": [name for (name,) in db.execute("select name from migration order by 1").fetchall()],
        }
        for table in told["tables"]:
            db.execute(f"insert into backup_copy.{table} from store.{table}")  # a name of our own schema
        db.execute("commit")
        db.execute("detach backup_copy")
        return told
    except duckdb.Error as error:
        for tidy in ("rollback", "detach backup_copy"):
            with suppress(duckdb.Error):
                db.execute(tidy)
        # What comes last is the system's word; an error of another kind may quote a value.
        why = str(error).rsplit(": ", 1)[-1] if isinstance(error, duckdb.IOException) else type(error).__name__
        if _damaged(error):
            raise UserError("store_corrupt", file=store.settings.db) from error
        raise UserError("backup_folder", folder=str(store.settings.folder), why=why) from error
    finally:
        db.close()


def _damaged(error: duckdb.Error) -> bool:
    """The copy reads every block: what lay still and broken is found here first."""
    return any(word in str(error) for word in ("Corrupt", "checksum", "AES tag"))


def _outside(store: Store) -> list[str]:
    """What belongs to the store and no copy holds: named, so that somebody takes care of it."""
    named = [f"lake.{name}" for (name,) in store.run("select name from lake_file order by name").fetchall()]
    if named and store.settings.lake_table:
        named = [f"lake.{store.settings.lake}"]
    named += ["key"] if store.settings.key else []
    return named + (["settings"] if _secret_settings(store.settings.folder) else [])


def _secret_settings(folder: Path) -> bool:
    """Does settings.toml hold a key or the word for the provider? Then it does not lie beside the copy that the key opens."""
    with suppress(FileNotFoundError):
        return any(
            re.match(r"\s*\w*(key|secret)\s*=", line) for line in (folder / SETTINGS).read_text("utf-8").splitlines()
        )
    return False


def _copy_beside(folder: Path, arriving: Path) -> None:
    """The originals kept by imports, the keys that open them (the store's own is a setting and is kept elsewhere), settings and the desk's mark."""
    (arriving / ORIGINALS).mkdir(mode=0o700)
    own = [f for f in folder.iterdir() if f.suffix.lower() in PICTURES]
    own += [] if _secret_settings(folder) else list(folder.glob(SETTINGS))
    for source in (*own, *folder.glob("*.key"), *(folder / ORIGINALS).glob("*.bin")):
        with suppress(FileNotFoundError):  # past its time since it was listed
            _copy_through(source, arriving / source.relative_to(folder))


def _copy_through(source: Path, copy: Path) -> None:
    """Onto the disk, not into its cache alone: the last rename says that all is there."""
    with source.open("rb") as taken, copy.open("xb") as written:
        shutil.copyfileobj(taken, written, 1 << 20)
        written.flush()
        os.fsync(written.fileno())
