"""The heads of the chain, kept outside the store: `heads.jsonl` in the audit folder, a line for each time that somebody looked.

What the store holds can be cut at its end without breaking the chain; then its newest entry is older than the newest head. Each line is
signed with the chain's key. A file that can only be appended to (`chattr +a`), or the copy that goes to syslog, makes it harder still.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core import clock
from core.audit.chain import LAST, anchors
from core.audit.key import Key, audit_folder, key_of
from core.errors import UserError
from core.settings import Settings
from core.store import Store

FILE = "heads.jsonl"
SEEN, ACCEPTED = "seen", "accepted"
TAIL = 4096  # bytes in which the last line is looked for


@dataclass(frozen=True)
class Head:
    """One line. `chain`: the beginning's hash, by which a store is known. `accepted`: what was seen before of later entries no longer counts."""

    kind: str
    at: str
    chain: str
    entry: int
    hash: str
    key_id: str
    mac: str = ""
    line: int = 0

    def signed(self, key: Key) -> str:
        return key.sign(json.dumps(["head", self.kind, self.at, self.chain, self.entry, self.hash, self.key_id]))[:32]


def append_head(store: Store, *, at: datetime | None = None) -> bool:
    """Write down the newest entry, where it is newer than the last line tells. Returns whether it was. Raises UserError audit_folder."""
    if store.settings.db == ":memory:":
        return False
    last = store.cursor().execute(LAST).fetchone()
    if last is None:
        return False
    chain = chain_of(store)
    kept = last_head(store.settings)
    if kept and (kept.chain, kept.entry, kept.hash) == (chain, *last):
        return False
    write_head(store.settings, SEEN, chain, last, at or clock.now())
    return True


def write_head(settings: Settings, kind: str, chain: str, last: tuple[int, str], at: datetime) -> None:
    key = key_of(settings)
    head = Head(kind, at.isoformat(timespec="seconds"), chain, *last, key.key_id)
    told = {
        "kind": kind,
        "at": head.at,
        "chain": chain,
        "entry": head.entry,
        "hash": head.hash,
        "key": key.key_id,
        "mac": head.signed(key),
    }
    _append(audit_folder(settings) / FILE, json.dumps(told) + "\n")


def chain_of(store: Store) -> str:
    """By what the heads of this store are known among those of others in one folder."""
    found = anchors(store.cursor())
    return found[0].hash if found else ""


def heads(settings: Settings) -> Iterator[Head]:
    """Every line, in order; one that can't be read has kind "" and its number."""
    file = settings.audit_place / FILE
    if settings.db == ":memory:" or not file.exists():
        return
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _read(line, number)


def last_head(settings: Settings) -> Head | None:
    """The last line, without reading the file."""
    file = settings.audit_place / FILE
    if settings.db == ":memory:" or not file.exists():
        return None
    with file.open("rb") as content:
        content.seek(max(0, file.stat().st_size - TAIL))
        lines = content.read().decode("utf-8", "replace").splitlines()
    return _read(lines[-1], 0) if lines else None


def trim_heads(settings: Settings, chain: str, through: int) -> None:
    """Leave out lines of entries that have been cut away; all that is told of later ones stays."""
    file = settings.audit_place / FILE
    if not file.exists():
        return
    part = file.with_suffix(".part")
    with file.open(encoding="utf-8") as lines, part.open("w", encoding="utf-8") as kept:
        for number, line in enumerate(lines, 1):
            head = _read(line, number)
            if not (head.kind == SEEN and head.chain == chain and head.entry <= through):
                kept.write(line)
        kept.flush()
        os.fsync(kept.fileno())
    part.replace(file)


def _read(line: str, number: int) -> Head:
    try:
        told = json.loads(line)
        return Head(
            told["kind"], told["at"], told["chain"], int(told["entry"]), told["hash"], told["key"], told["mac"], number
        )
    except (ValueError, KeyError, TypeError):
        return Head("", "", "", 0, "", "", "", number)


def _append(file: Path, line: str) -> None:
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as out:
            out.write(line)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise UserError("audit_folder", folder=str(file.parent), why=error.strerror or type(error).__name__) from error
