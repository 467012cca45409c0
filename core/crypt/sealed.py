"""Values in the store that rules want enciphered with SM4, which the database itself does not know. With the setting `aes` the store's own encryption is theirs, and they stay as they are."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag

from core.crypt.cipher import CIPHERS, cipher_of
from core.crypt.data_key import NONCE, data_key
from core.settings import Settings


def sealed(settings: Settings, value: bytes, bound: str) -> bytes:
    """`bound`: where it stands; moved elsewhere it does not open."""
    cipher = cipher_of(settings.cipher)
    if cipher.name == "aes":
        return value
    nonce = secrets.token_bytes(NONCE)
    return cipher.mark + nonce + cipher.encrypt(data_key(settings), nonce, value, bound.encode())


def opened(settings: Settings, value: bytes, bound: str) -> bytes | None:
    """What was sealed, or never was: whatever the setting says now. None where the key or the place is another one."""
    cipher = next((one for one in CIPHERS.values() if one.mark == value[:1]), None)
    if cipher is None:
        return value
    nonce, rest = value[1 : 1 + NONCE], value[1 + NONCE :]
    try:
        return cipher.decrypt(data_key(settings), nonce, rest, bound.encode())
    except (InvalidTag, ValueError):
        return None
