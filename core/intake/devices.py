"""Gates and turnstiles that send by themselves: each has a key of its own and the grids for which it may send."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass
from datetime import date, datetime
from weakref import WeakKeyDictionary

import pandas as pd

from core.access.sessions import token_hash
from core.audit import record
from core.audit.denied import not_allowed
from core.domain import Scope
from core.errors import UserError
from core.store import Store, load_sql, run

PREFIX = "gck_"  # a key is known for one where it is found lying about


@dataclass(frozen=True)
class Device:
    """`own`: code → grid_id of the grids for which it may send; former codes are known too."""

    device_id: int
    grids: tuple[int, ...]
    own: dict[str, int]


KEPT = (
    10.0  # seconds: so late a gate hears of grids that were merged or closed; that its key was revoked it hears at once
)
_known: WeakKeyDictionary[Store, tuple[float, dict[str, Device | int]]] = WeakKeyDictionary()
_looking = threading.Lock()


def add_device(store: Store, scope: Scope, *, name: str, grids: list[int], actor: str, now: datetime) -> str:
    """Returns its key, which is never shown again. Raises UserError device_name, device_grids, NotAllowed grid_outside_scope."""
    name = name.strip()[:60]
    if not name:
        raise UserError("device_name")
    if not grids:
        raise UserError("device_grids")
    key = PREFIX + secrets.token_urlsafe(32)
    with store.write() as db:
        if run(db, load_sql(__file__, "device_outside.sql"), grids=grids, roots=list(scope.grids)).fetchone()[0]:
            raise not_allowed(store, actor, "grid_outside_scope")
        device = run(db, "select coalesce(max(device_id), 0) + 1 from device").fetchone()[0]
        run(
            db,
            "insert into device (device_id, name, key_hash, made_by, made_at) values ($device, $name, $hash, $actor, $now)",
            device=device, name=name, hash=token_hash(key), actor=actor, now=now,
        )  # fmt: skip
        run(db, "insert into device_grid select $device, unnest(cast($grids as integer[]))", device=device, grids=sorted(set(grids)))  # fmt: skip
        record(db, actor, "device.added", device=device, grids=sorted(set(grids)))
    _forget(store)
    return key


def revoke_device(store: Store, device_id: int, *, actor: str, now: datetime) -> None:
    """Its key is refused from now on; what it sent stays. Raises UserError device_unknown."""
    with store.write() as db:
        gone = run(
            db,
            "update device set revoked_by = $actor, revoked_at = $now where device_id = $device and revoked_at is null returning 1",
            device=device_id, actor=actor, now=now,
        ).fetchone()  # fmt: skip
        if gone is None:
            raise UserError("device_unknown", number=device_id)
        record(db, actor, "device.revoked", device=device_id)
    _forget(store)


def devices(store: Store, scope: Scope, *, today: date) -> pd.DataFrame:
    """One row per device of which the reader sees a grid: device_id, name, grids (names), made_by, made_at, revoked_by, revoked_at,
    last_at (stored last; null: never, or long ago), today (records), refused (of the last seven days). Never its key."""
    return store.df(load_sql(__file__, "devices.sql"), roots=list(scope.grids), today=today)


def known_device(store: Store, key: str) -> Device | None:
    """Whose key it is where that was looked up a moment ago, else None: for who may not wait for the store."""
    device = _known[store][1].get(token_hash(key)) if _fresh(store) else None
    return device if isinstance(device, Device) else None


def device_of_key(store: Store, key: str) -> Device:
    """Remembered for some seconds, for a turnstile shows its key with every scan; one look is for the keys of all. Raises UserError
    key_unknown, key_revoked (device: its number)."""
    if not _fresh(store):
        with _looking:  # those who come meanwhile find what the first one has brought
            if not _fresh(store):
                _known[store] = (time.monotonic(), _all(store))
    device = _known.get(store, (0.0, {}))[1].get(token_hash(key))
    if device is None:
        raise UserError("key_unknown")
    if isinstance(device, int):
        raise UserError("key_revoked", device=device)
    return device


def _fresh(store: Store) -> bool:
    since, _ = _known.get(store, (float("-inf"), {}))
    return time.monotonic() - since < KEPT


def _forget(store: Store) -> None:
    """Waits for a look that began before the change, so that nothing older is remembered after it."""
    with _looking:
        _known.pop(store, None)


def _all(store: Store) -> dict[str, Device | int]:
    """Hash of the key → the device, or the number of one whose key was revoked."""
    rows = store.run(load_sql(__file__, "device_keys.sql")).fetchall()
    return {
        key: number if revoked else Device(number, tuple(grids or ()), dict(zip(codes or (), own or (), strict=True)))
        for key, number, revoked, grids, codes, own in rows
    }
