"""A new key for the store. DuckDB encrypts a file by one key, so the file is written anew."""

from __future__ import annotations

import os
import secrets
import stat
from dataclasses import replace
from pathlib import Path

from core.audit import record
from core.crypt import keep_new_key, take_new_key
from core.errors import UserError
from core.settings import Settings
from core.store import open_store
from core.store.anew import Written, copy_anew, take_place

SHORTEST = 16


def make_key_file(file: Path) -> None:
    """A random key in a file that only its owner may read. Raises UserError key_exists; OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(file, flags, stat.S_IRUSR | stat.S_IWUSR), "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(32) + "\n")
    except FileExistsError as error:
        raise UserError("key_exists", file=str(file)) from error


def rekey(settings: Settings, new: str, *, actor: str) -> Written:
    """Write the store that nobody has open anew under another key ("": none). A crash before that leaves the old store and its key as they are, one
    after it the new. What the old file held is overwritten. Audited in the new file.

    Raises UserError: key_same, key_short, and what `copy_anew` raises.
    """
    if new == settings.key:
        raise UserError("key_same")
    if new and len(new) < SHORTEST:
        raise UserError("key_short")
    written = copy_anew(settings, key=new)
    keep_new_key(settings, new)
    take_place(settings)
    take_new_key(settings)
    store = open_store(replace(settings, key=new))
    try:
        with store.write() as db:
            record(db, actor, "key.rotated", tables=written.tables, rows=written.rows, encrypted=bool(new))
    finally:
        store.close()
    return written
