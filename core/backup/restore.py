"""A backup put in the store's place. It is copied beside it, tried there, and only then swapped in; what stood there is kept.

Between the first move and the last stands `restoring.json`: nobody opens a store that is half the one and half the other (core/store/mark.py). Done
again after a power cut, it goes on with what is left.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from core.audit import record
from core.audit.accept import accept
from core.backup.copy import ORIGINALS, PICTURES, ROOM, SETTINGS
from core.backup.manifest import FILE, Manifest, counted
from core.backup.verify import check, check_store
from core.errors import UserError
from core.settings import Settings
from core.store import Store, open_store
from core.store.mark import RESTORING, mark_file
from core.store.migrate import SCHEMA

MAIN = ("person", "check_in", "alert", "account", "audit_entry")  # what somebody knows a store by


@dataclass(frozen=True)
class Standing:
    """What stands in the store's place now. `state`: none, open (it can be read), or the code of the trouble; then nothing more is known.
    `last`: its newest audit entry."""

    state: str
    last: str | None = None
    tables: dict[str, int] | None = None


@dataclass(frozen=True)
class Restored:
    """`replaced`: the folder in which what stood there is kept, None where nothing did. `lost_entries`: audited acts later than the backup."""

    backup: str
    made_at: str
    rows: int
    standing: Standing
    replaced: str | None
    lost_entries: int | None
    outside: list[str]

    def as_dict(self) -> dict:
        return asdict(self)


def source_of(given: Path) -> Path:
    """The backup's folder, also by a file in it."""
    return given if given.is_dir() else given.parent


def look(settings: Settings, given: Path) -> tuple[Manifest, Standing]:
    """Try the backup and see what it would replace; nothing is written.

    Raises UserError: backup_none, backup_damaged, backup_key, restore_memory, restore_newer (made by a later version of the product),
    store_in_use (somebody serves it).
    """
    if settings.db == ":memory:":
        raise UserError("restore_memory")
    source = source_of(given)
    manifest = check(source, key=settings.key)
    unknown = sorted(set(manifest.migrations) - {file.stem for file in SCHEMA.glob("*.sql")})
    if unknown:
        raise UserError("restore_newer", folder=str(source), what=unknown[-1])
    return manifest, _standing(settings)


def restore(settings: Settings, given: Path, *, actor: str, now: datetime) -> Restored:
    """Put it in the store's place. Raises what `look` raises, and backup_room, backup_folder: then nothing has changed."""
    manifest, standing = look(settings, given)
    source = source_of(given)
    building = settings.folder / f"restoring-{now:%Y%m%d-%H%M%S}"
    _room(settings, manifest)
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, building)
        building.chmod(0o700)
        # It is this copy that is going to be opened.
        check_store(building, manifest, key=settings.key)
        replaced = _swap(settings, building, manifest, now)
    except OSError as error:
        raise UserError(
            "backup_folder", folder=str(settings.folder), why=error.strerror or type(error).__name__
        ) from error
    finally:
        if not (settings.folder / RESTORING).exists():
            for left in settings.folder.glob("restoring-*"):
                shutil.rmtree(left, ignore_errors=True)
    store = open_store(settings)
    try:
        with store.write() as db:
            record(db, actor, "backup.restored", name=source.resolve().name)
        # What was seen of the log after this backup is let go, and that stands in it.
        accept(store, reason=f"restored from {source.resolve().name}", actor=actor, now=now)
    finally:
        store.close()
    lost = (standing.tables or {}).get("audit_entry")
    return Restored(
        source.resolve().name,
        manifest.made_at,
        manifest.rows,
        standing,
        replaced and str(replaced),
        None if lost is None else max(0, lost - manifest.tables.get("audit_entry", 0)),
        manifest.outside,
    )


def _standing(settings: Settings) -> Standing:
    if not any(file.exists() for file in _own(settings)):
        return Standing("none")
    if (settings.folder / RESTORING).exists():
        return Standing("restore_unfinished")
    try:
        store = open_store(settings)
    except UserError as error:
        if error.code == "store_in_use":
            raise
        return Standing(error.code)
    try:
        return _told(store)
    except duckdb.Error:
        return Standing("store_corrupt")
    finally:
        store.close()  # and its log is in it


def _told(store: Store) -> Standing:
    last = store.value("select max(happened_at) from audit_entry")
    tables = counted(store.cursor(), store.name)
    return Standing("open", last and last.isoformat(), {name: tables[name] for name in MAIN})


def _own(settings: Settings) -> list[Path]:
    """The files of the store that a backup stands for, the log last: alone it is told apart from a store."""
    file = Path(settings.db).resolve()
    return [file, mark_file(settings), Path(f"{file}.wal")]


def _room(settings: Settings, manifest: Manifest) -> None:
    free = shutil.disk_usage(settings.folder if settings.folder.exists() else settings.folder.parent).free
    if free < ROOM * manifest.bytes:
        raise UserError("backup_room", folder=str(settings.folder), free=round(free / 1e6), needed=round(ROOM * manifest.bytes / 1e6))  # fmt: skip


def _swap(settings: Settings, building: Path, manifest: Manifest, now: datetime) -> Path | None:
    folder, note = settings.folder, settings.folder / RESTORING
    away = _begun(note) or folder / f"replaced-{now:%Y%m%d-%H%M%S}"
    note.write_text(json.dumps({"replaced": away.name}), "utf-8")
    beside = [*_own(settings), folder / ORIGINALS, *folder.glob("*.key")]
    for old in beside:
        if old.exists():
            away.mkdir(mode=0o700, exist_ok=True)
            target = away / old.name
            # Begun before: what stands there now is that restore's own half.
            _drop(old) if target.exists() else old.rename(target)
    for new in building.iterdir():
        if new.name == FILE:
            continue
        name = Path(settings.db).name if new.name == manifest.file else new.name
        mine = name == SETTINGS or Path(name).suffix.lower() in PICTURES
        if mine and (folder / name).exists():  # this machine's own stand
            continue
        new.rename(folder / name)
    note.unlink()
    return away if away.exists() else None


def _begun(note: Path) -> Path | None:
    with suppress(OSError, ValueError, KeyError):
        return note.parent / json.loads(note.read_text("utf-8"))["replaced"]
    return None


def _drop(old: Path) -> None:
    if old.is_dir():
        shutil.rmtree(old)
    else:
        old.unlink()
