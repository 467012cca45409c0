"""The key that chains the audit log. It lies outside the data folder: whoever can write the store can't make entries that pass."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from functools import cache
from pathlib import Path

from core.errors import UserError
from core.settings import Settings

FILE = "audit.key"


class Key:
    """Signs; `key_id` names it without telling it."""

    def __init__(self, secret: bytes) -> None:
        self._mac = hmac.new(secret, digestmod=hashlib.sha256)
        self.key_id = self.sign("key")[:16]

    def sign(self, text: str) -> str:
        """HMAC-SHA256 in hex."""
        mac = self._mac.copy()
        mac.update(text.encode())
        return mac.hexdigest()


def key_of(settings: Settings) -> Key:
    """The key of this store: the setting `audit_key`, else the file in the audit folder, made when it is not there.

    Raises UserError audit_folder (can't be made, read or written)."""
    if settings.db == ":memory:":
        return _of_this_process()
    return _kept(settings.audit_key, str(settings.audit_place))


def keys_of(settings: Settings) -> dict[str, Key]:
    """All keys at hand, by their key_id: today's, and every other `*.key` of the audit folder (former ones are laid there)."""
    now = key_of(settings)
    found = {now.key_id: now}
    if settings.db != ":memory:" and settings.audit_place.is_dir():
        for file in sorted(settings.audit_place.glob("*.key")):
            key = Key(_read(file))
            found.setdefault(key.key_id, key)
    return found


def audit_folder(settings: Settings) -> Path:
    """Made, for nobody but the server's own user. Raises UserError audit_folder."""
    place = settings.audit_place
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(place, error) from error
    return place


@cache
def _of_this_process() -> Key:
    return Key(secrets.token_bytes(32))


@cache
def _kept(given: str, place: str) -> Key:
    if given:
        return Key(given.encode())
    file = Path(place) / FILE
    try:
        Path(place).mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _make(file)
    except OSError as error:
        raise _unusable(Path(place), error) from error
    return Key(_read(file))


def _make(file: Path) -> None:
    """Whole or not at all: half a key would break the chain at the next start."""
    mode = stat.S_IRUSR | stat.S_IWUSR
    part = file.with_suffix(f".{secrets.token_hex(4)}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode), "wb") as out:
        out.write(secrets.token_hex(32).encode())
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _read(file: Path) -> bytes:
    try:
        secret = file.read_bytes().strip()
    except OSError as error:
        raise _unusable(file.parent, error) from error
    if len(secret) < 16:
        raise UserError("audit_key_short", file=str(file))
    return secret


def _unusable(place: Path, error: OSError) -> UserError:
    return UserError("audit_folder", folder=str(place), why=error.strerror or type(error).__name__)
