"""AES-256-GCM, or SM4-GCM (GB/T 32907) where rules ask for it. Both authenticate: what was changed does not decrypt."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher as Mode
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import UserError

TAG = 16


@dataclass(frozen=True)
class Cipher:
    """`mark`: one byte, so that a file says what it was encrypted with."""

    name: str
    mark: bytes

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
        """The data with their tag. `bound`: what they belong to; without it they do not decrypt."""
        if self.name == "aes":
            return AESGCM(key).encrypt(nonce, data, bound)
        mode = Mode(algorithms.SM4(_short(key)), modes.GCM(nonce)).encryptor()
        mode.authenticate_additional_data(bound)
        return mode.update(data) + mode.finalize() + mode.tag

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
        """Raises cryptography's InvalidTag."""
        if self.name == "aes":
            return AESGCM(key).decrypt(nonce, data, bound)
        if len(data) < TAG:
            raise InvalidTag
        mode = Mode(algorithms.SM4(_short(key)), modes.GCM(nonce, data[-TAG:])).decryptor()
        mode.authenticate_additional_data(bound)
        return mode.update(data[:-TAG]) + mode.finalize()


CIPHERS = {"aes": Cipher("aes", b"\x01"), "sm4": Cipher("sm4", b"\x02")}


def cipher_of(name: str) -> Cipher:
    """Raises UserError cipher_unknown."""
    if name not in CIPHERS:
        raise UserError("cipher_unknown", cipher=name)
    return CIPHERS[name]


def _short(key: bytes) -> bytes:
    """SM4's keys have 128 bits."""
    return hashlib.sha256(b"sm4" + key).digest()[:16]
