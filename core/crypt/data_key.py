"""The key of kept files: random, once for a store's folder, and itself encrypted by the store's key where there is one. So a new store key
leaves the files as they are."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.settings import Settings

NAME = "originals.key"
NEW = "originals.key.new"  # under the new store key, while that is being changed
WRAPPED = b"GCW1"  # how a file begins that holds an encrypted key
SALT, NONCE, KEY = 16, 12, 32


def data_key(settings: Settings) -> bytes:
    """Made at first use. Raises ValueError: it can't be opened by this store key."""
    file = settings.folder / NAME
    if not file.exists():
        _write(file, secrets.token_bytes(KEY), settings.key)
    try:
        return _read(file, settings.key)
    except ValueError:
        # a change of the store's key that was cut off after the store was changed
        return _read(settings.folder / NEW, settings.key)


def keep_new_key(settings: Settings, new: str) -> None:
    """Write the data key for the new store key beside the one that holds."""
    _write(settings.folder / NEW, data_key(settings), new)


def take_new_key(settings: Settings) -> None:
    """From now on the new one holds; nothing is done where there is none."""
    new = settings.folder / NEW
    if new.exists():
        new.replace(settings.folder / NAME)


def _write(file: Path, key: bytes, store_key: str) -> None:
    content = key
    if store_key:
        salt, nonce = secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
        content = WRAPPED + salt + nonce + AESGCM(_stretched(store_key, salt)).encrypt(nonce, key, WRAPPED)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(file, flags, stat.S_IRUSR | stat.S_IWUSR), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _read(file: Path, store_key: str) -> bytes:
    if not file.exists():
        raise ValueError("no data key")
    content = file.read_bytes()
    if not content.startswith(WRAPPED):
        if len(content) != KEY:
            raise ValueError("no data key")
        return content
    salt, rest = content[len(WRAPPED) : len(WRAPPED) + SALT], content[len(WRAPPED) + SALT :]
    try:
        return AESGCM(_stretched(store_key, salt)).decrypt(rest[:NONCE], rest[NONCE:], WRAPPED)
    except InvalidTag as wrong:
        raise ValueError("another store key") from wrong


@lru_cache(maxsize=4)
def _stretched(store_key: str, salt: bytes) -> bytes:
    """Takes a twentieth of a second and more, for each file that is kept or read: kept, for who may look into this memory finds the store's
    key there anyway."""
    return hashlib.scrypt(store_key.encode(), salt=salt, n=1 << 14, r=8, p=1, dklen=KEY)
