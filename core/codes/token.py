"""The text behind a place's code: signed, without any personal value, short enough for a small print.

A byte of version and kind, the code's number, of a rotating one the minute, and the first twelve bytes of an HMAC-SHA256 over them with
the store's own secret; in base64url 23 or 28 characters.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import datetime

FIXED, ROTATING, SCREEN = 0x10, 0x11, 0x12  # version 1; the last is the address of a screen that shows a rotating code
EPOCH = datetime(2020, 1, 1)
MAC = 12
LONGEST = 40
SHAPES = {FIXED: struct.Struct(">BI"), ROTATING: struct.Struct(">BII"), SCREEN: struct.Struct(">BI")}


@dataclass(frozen=True)
class Said:
    """`minute`: in which a rotating code was shown; None: a fixed one."""

    kind: int
    code_id: int
    minute: int | None


def minute_of(at: datetime) -> int:
    return int((at - EPOCH).total_seconds() // 60)


def sealed(secret: str, kind: int, *numbers: int) -> str:
    body = SHAPES[kind].pack(kind, *numbers)
    return base64.urlsafe_b64encode(body + _mac(secret, body)).decode().rstrip("=")


def opened(secret: str, token: str) -> Said | None:
    """None: nobody here made it."""
    if not token or len(token) > LONGEST:
        return None
    try:
        whole = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    body, mac = whole[:-MAC], whole[-MAC:]
    shape = SHAPES.get(body[0]) if body else None
    if shape is None or len(body) != shape.size or not hmac.compare_digest(mac, _mac(secret, body)):
        return None
    if sealed(secret, *shape.unpack(body)) != token:  # spare bits at the end: one text for one code
        return None
    kind, code_id, *minute = shape.unpack(body)
    return Said(kind, code_id, minute[0] if minute else None)


def _mac(secret: str, body: bytes) -> bytes:
    return hmac.new(secret.encode(), b"place_code" + body, hashlib.sha256).digest()[:MAC]
