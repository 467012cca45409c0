"""The key that chains the audit log. It lies outside the data folder: whoever can write the store can't make entries that pass."""

from __future__ import annotations

import os
import secrets
import stat
from dataclasses import replace
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from core.errors import UserError
from core.settings import Settings

FILE = "audit.key"


MACS = {"sha256": hashes.SHA256, "sm3": hashes.SM3}  # RFC 2104 over FIPS 180-4, or over GB/T 32905


class Key:
    """Signs; `key_id` names the secret and what it is used with, without telling it."""

    def __init__(self, secret: bytes, mac: str) -> None:
        self._mac = HMAC(secret, MACS[mac]())
        self.key_id = self.sign("key")[:16]
        self.signed = 0  # the number of the entry that it was used for last

    def sign(self, text: str) -> str:
        """The HMAC in hex."""
        mac = self._mac.copy()
        mac.update(text.encode())
        return mac.finalize().hex()


def key_of(settings: Settings) -> Key:
    """The key of this store: the setting `audit_key`, else the file in the audit folder, made when it is not there.

    Raises UserError audit_folder (can't be made, read or written), audit_mac (the setting names none)."""
    if settings.audit_mac not in MACS:
        raise UserError("audit_mac", value=settings.audit_mac, known=", ".join(MACS))
    if settings.db == ":memory:":
        return _of_this_process(settings.audit_mac)
    return _kept(settings.audit_key, str(settings.audit_place), settings.audit_mac)


def keys_of(settings: Settings) -> dict[str, Key]:
    """All keys at hand, by their key_id: today's, and every other `*.key` of the audit folder (former ones are laid there)."""
    key_of(settings)
    found = [key_of(replace(settings, audit_mac=mac)) for mac in MACS]
    if settings.db != ":memory:" and settings.audit_place.is_dir():
        found += [Key(_read(file), mac) for file in sorted(settings.audit_place.glob("*.key")) for mac in MACS]
    return {key.key_id: key for key in found}


def audit_folder(settings: Settings) -> Path:
    """Made, for nobody but the server's own user. Raises UserError audit_folder."""
    place = settings.audit_place
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(place, error) from error
    return place


@cache
def _of_this_process(mac: str) -> Key:
    return Key(secrets.token_bytes(32), mac)


@cache
def _kept(given: str, place: str, mac: str) -> Key:
    if given:
        return Key(given.encode(), mac)
    file = Path(place) / FILE
    try:
        Path(place).mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _make(file)
    except OSError as error:
        raise _unusable(Path(place), error) from error
    return Key(_read(file), mac)


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
