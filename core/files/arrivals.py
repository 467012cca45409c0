"""Files that arrived over HTTP straight on disk: whose they are, and which few bytes stand for them on a page."""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

MARK = b"grid-command-upload:"
FORGOTTEN = 24 * 3600  # seconds after which a file that nobody fetched is removed
IN_MEMORY = 8 << 20  # bytes of a body that may pass as it is
TOLD = 60  # seconds for which a failure is told

_lock = threading.Lock()
_kept: dict[bytes, tuple[str, Path]] = {}  # ticket → (hash of the session's token, file)
_under_way: list[Arrival] = []


@dataclass
class Arrival:
    """One upload as it goes on: `size` 0 when the browser does not say it; `failed`: a code of `error.`"""

    owner: str  # hash of the session's token
    size: int
    received: int = 0
    name: str = ""
    began: float = field(default_factory=time.monotonic)
    ended: float | None = None
    failed: str = ""


def arriving(owner: str, size: int) -> Arrival:
    begun = Arrival(owner, size)
    with _lock:
        _under_way.append(begun)
    return begun


def under_way(owner: str) -> list[Arrival]:
    """Of one session: what goes on, and what failed within the last minute."""
    now = time.monotonic()
    with _lock:
        _under_way[:] = [a for a in _under_way if a.ended is None or (a.failed and now - a.ended < TOLD)]
        return [a for a in _under_way if a.owner == owner]


def keep(owner: str, path: Path) -> bytes:
    """The ticket by which this session fetches the file."""
    ticket = MARK + secrets.token_hex(16).encode()
    with _lock:
        _kept[ticket] = owner, path
    return ticket


def is_ticket(content: bytes) -> bool:
    return content.startswith(MARK)


def fetch(ticket: bytes, owner: str) -> Path | None:
    """The file of a ticket; None when there is none, or it is another session's."""
    with _lock:
        whose, path = _kept.get(ticket, ("", None))
    return path if whose == owner else None


def forget(ticket: bytes) -> None:
    """Remove the file of a ticket."""
    with _lock:
        _, path = _kept.pop(ticket, ("", None))
    if path is not None:
        path.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what closed browsers left behind."""
    for old in folder.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > FORGOTTEN:
                old.unlink()
