"""A copy of every entry elsewhere: to a JSON-lines file or to syslog (RFC 5424), by the setting `audit_to`.

Entries are sent after they are committed, in order, each at least once; how far that has come stands in the audit folder. What can't be
sent now is sent later.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from core.audit.heads import chain_of
from core.audit.key import audit_folder
from core.errors import UserError
from core.settings import Settings
from core.store import Store

FILE = "sent.json"
PART = 5_000  # entries sent at a time
PRIORITY = 10 * 8 + 6  # authpriv, informational
SECONDS = 5.0
LATER = "select entry_id, happened_at, actor, event, fields, hash from audit_entry where entry_id > $after order by entry_id limit $part"


def ship(store: Store) -> int:
    """Send what was not sent yet; returns how many entries. Raises UserError audit_to (the setting leads nowhere, or the place takes nothing now)."""
    settings = store.settings
    if not settings.audit_to or settings.db == ":memory:":
        return 0
    chain, sent = chain_of(store), 0
    after = _sent_through(settings, chain)
    while rows := store.run(LATER, after=after, part=PART).fetchall():
        try:
            _send(settings.audit_to, rows)
        except (OSError, ValueError) as error:
            raise UserError("audit_to", to=settings.audit_to, why=_why(error)) from error
        after = rows[-1][0]
        _note(settings, chain, after)
        sent += len(rows)
    return sent


def _send(to: str, rows: list[tuple]) -> None:
    place = urlsplit(to)
    if place.scheme in ("syslog", "syslog+tcp"):
        if not place.hostname:
            raise ValueError("no host")
        (_by_tcp if place.scheme == "syslog+tcp" else _by_udp)(place.hostname, place.port or 514, map(_message, rows))
        return
    lines = "".join(_told(row) + "\n" for row in rows)
    with os.fdopen(os.open(Path(to), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as out:
        out.write(lines)
        out.flush()
        os.fsync(out.fileno())


def _by_udp(host: str, port: int, messages: Iterable[bytes]) -> None:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as out:
        for message in messages:
            out.sendto(message, address)


def _by_tcp(host: str, port: int, messages: Iterable[bytes]) -> None:
    """Each message after its length (RFC 6587)."""
    with socket.create_connection((host, port), SECONDS) as out:
        for message in messages:
            out.sendall(b"%d " % len(message) + message)


def _message(row: tuple) -> bytes:
    at = row[1].astimezone().isoformat()
    return f"<{PRIORITY}>1 {at} {socket.gethostname()} grid-command - {row[3][:32]} - {_told(row)}".encode()


def _told(row: tuple) -> str:
    number, at, actor, event, fields, its_hash = row
    told = {
        "entry": number,
        "at": at.isoformat(),
        "actor": actor,
        "event": event,
        "fields": json.loads(fields),
        "hash": its_hash,
    }
    return json.dumps(told, ensure_ascii=False)


def _sent_through(settings: Settings, chain: str) -> int:
    """Another store's progress, and half a file, count as none: better twice than never."""
    try:
        told = json.loads((settings.audit_place / FILE).read_text("utf-8"))
        return int(told["entry"]) if told["chain"] == chain else 0
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _note(settings: Settings, chain: str, entry: int) -> None:
    file = audit_folder(settings) / FILE
    part = file.with_suffix(".part")
    part.write_text(json.dumps({"chain": chain, "entry": entry}), "utf-8")
    part.replace(file)


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
