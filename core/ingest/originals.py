"""Uploaded files, kept encrypted beside the store for a settable time, so that a batch can be looked up in its source.

AES-256-GCM (or SM4-GCM, by a setting) in chunks, so that a file of any size needs the memory of one. Each chunk is bound to its batch, its
place and to being the last one: chunks can't be swapped, cut off or moved to another batch. The key: core/crypt/data_key.py.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import stat
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag

from core import clock
from core.audit import record
from core.audit.leap import leapt
from core.crypt import CIPHERS, cipher_of, data_key
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.ingest.history import batch_head
from core.settings import Settings
from core.store import Store

CHUNK = 1 << 20
TAG = 16
SALT = 7
LOG = logging.getLogger(__name__)


def keep_original(store: Store, path: Path, batch: int) -> None:
    """Keep a committed batch's file. Failing to is no reason to fail an import that is stored: it is logged, without the name."""
    if store.settings.db == ":memory:" or store.settings.keep_originals_days <= 0:
        return
    target = _file(store.settings, batch)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        with path.open("rb") as source, _private(part) as out:
            _encrypt(source, out, store.settings, batch)
        part.replace(target)
    except (OSError, ValueError):
        LOG.exception("the original of batch %s could not be kept", batch)


def has_original(store: Store, scope: Scope, batch: int, *, actor: str) -> bool:
    """Can this reader download it?"""
    head = _head(store, scope, batch)
    return head is not None and _may(scope, head, actor) and _file(store.settings, batch).exists()


def _may(scope: Scope, head: tuple[bool, str, str], actor: str) -> bool:
    """A file holds rows that were kept out too, of other grids as well: it is for those who see everything, and for who brought it."""
    outside, _, brought_by = head
    return EVERYTHING in scope.grids or (brought_by == actor and not outside)


def original(store: Store, scope: Scope, batch: int, *, actor: str) -> bytes:
    """The file as it was uploaded; the download is in the audit log.

    Raises UserError: batch_unknown (none such in this scope), undo_outside_scope (it holds rows of others too),
    original_gone (never kept, past its time, or damaged).
    """
    head = _head(store, scope, batch)
    if head is None:
        raise UserError("batch_unknown", batch=batch)
    _, sha256, _ = head
    if not _may(scope, head, actor):
        raise UserError("undo_outside_scope", batch=batch)
    try:
        with _file(store.settings, batch).open("rb") as source:
            content = b"".join(_decrypt(source, store.settings, batch))
    except (OSError, ValueError, InvalidTag) as damage:
        raise UserError("original_gone", batch=batch) from damage
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UserError("original_gone", batch=batch)
    with store.write(shown=False) as db:
        record(db, actor, "import.original_downloaded", batch=batch)
    return content


def sweep_originals(store: Store, *, now: datetime) -> int:
    """Remove what is past its time, half written, or of no batch; where the clock leapt (core/audit/leap.py) nothing for its age. Returns how many
    files."""
    days = store.settings.keep_originals_days
    kept: set[str] = set()
    if days > 0:
        since = datetime(1970, 1, 1) if leapt(store, now=now) else now - timedelta(days=days)
        rows = store.run("select batch_id from import_batch where imported_at > $since", since=since).fetchall()
        kept = {f"{batch}.bin" for (batch,) in rows}
    folder = store.settings.folder / "originals"
    if store.settings.db == ":memory:" or not folder.is_dir():
        return 0
    old = [f for f in folder.iterdir() if f.name not in kept and not _being_written(f, now)]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _head(store: Store, scope: Scope, batch: int) -> tuple[bool, str, str] | None:
    row = batch_head(store, scope, batch)
    return None if row is None else (row[3], row[4], row[5])


def _file(settings: Settings, batch: int) -> Path:
    return settings.folder / "originals" / f"{int(batch)}.bin"


def _being_written(file: Path, now: datetime) -> bool:
    """A commit renames its file at the end; one that is an hour old was left by a crash."""
    return file.suffix == ".part" and clock.seconds(now) - file.stat().st_mtime < 3600


def _private(path: Path) -> object:
    """Opened for writing, readable by nobody else."""
    mode = stat.S_IRUSR | stat.S_IWUSR
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode), "wb")


def _encrypt(source: object, out: object, settings: Settings, batch: int) -> None:
    cipher, key, salt = cipher_of(settings.cipher), data_key(settings), secrets.token_bytes(SALT)
    out.write(cipher.mark + salt)
    number, chunk = 0, source.read(CHUNK)
    while True:
        after = source.read(CHUNK)
        out.write(cipher.encrypt(key, _nonce(salt, number, last=not after), chunk, _bound(batch)))
        if not after:
            return
        number, chunk = number + 1, after


def _decrypt(source: object, settings: Settings, batch: int) -> Iterator[bytes]:
    mark = source.read(1)
    cipher = next((one for one in CIPHERS.values() if one.mark == mark), None)
    if cipher is None:
        raise ValueError("not one of these files")
    key, salt = data_key(settings), source.read(SALT)
    number, chunk = 0, source.read(CHUNK + TAG)
    while True:
        after = source.read(CHUNK + TAG)
        yield cipher.decrypt(key, _nonce(salt, number, last=not after), chunk, _bound(batch))
        if not after:
            return
        number, chunk = number + 1, after


def _nonce(salt: bytes, number: int, *, last: bool) -> bytes:
    """Twelve bytes, never twice under one file's salt: salt, place, last or not (the STREAM construction)."""
    return salt + struct.pack(">I?", number, last)


def _bound(batch: int) -> bytes:
    return struct.pack(">Q", batch)
