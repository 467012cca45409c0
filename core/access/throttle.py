"""Wrong log-ins cost waiting, for the login tried and for the address it comes from.

Kept in memory: the server is one process. Wrong log-ins are written down as well (`write_down`) and read at the next start (`recall`), so that a
restart forgives nobody. A try is counted before the password is looked at, so that a thousand tries at once get no further than a thousand one
after the other.
"""

from __future__ import annotations

import hashlib
import ipaddress
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import duckdb

from core.store import Store

FORGET = timedelta(hours=1)  # after the last wrong try
FIRST_WAIT = 5  # seconds; doubles with every further wrong try
MOST_KEPT = 10_000
SWEEP = timedelta(minutes=1)
LONG_AGO = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Limit:
    free: int  # wrong tries without waiting
    longest: int  # seconds


LOGIN = Limit(free=5, longest=900)
ADDRESS = Limit(free=20, longest=60)  # a whole office may share one


@dataclass
class _Tries:
    count: int = 0
    last: datetime = LONG_AGO
    until: datetime = LONG_AGO


@dataclass
class Throttle:
    """`begin` before looking at a password, `succeeded` when it was right."""

    _tries: dict[str, _Tries] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _swept: datetime = LONG_AGO

    def begin(self, *, login: str, address: str, now: datetime) -> int:
        """Seconds to wait before this try may be made; 0 (and the try is counted) when it may be made now."""
        return self.begin_for(log_in_keys(login, address), now=now)

    def begin_for(self, keys: dict[str, Limit], *, now: datetime) -> int:
        """The same for any keys: a device, a place, whom somebody claims to be."""
        with self._lock:
            self._forget(now)
            waits = [
                _left(tries, limit, now)
                for key, limit in keys.items()
                if (tries := self._tries.get(_hashed(key))) is not None
            ]
            longest = max(waits, default=timedelta())
            if longest > timedelta():
                return max(1, round(longest.total_seconds()))
            for key, limit in keys.items():
                _count(self._tries.setdefault(_hashed(key), _Tries()), limit, now)
        return 0

    def waiting(self, *, login: str, now: datetime) -> bool:
        """Is this login shut for a while?"""
        with self._lock:
            tries = self._tries.get(_hashed(f"login {login}"))
            return tries is not None and tries.until > now

    def succeeded(self, *, login: str, address: str) -> None:
        """The login starts afresh; the address only gets this try back."""
        with self._lock:
            for key in log_in_keys(login, address):
                tries = self._tries.get(_hashed(key))
                if tries is None:
                    continue
                tries.count -= 1
                tries.until = LONG_AGO
                if tries.count <= 0 or key.startswith("login "):
                    del self._tries[_hashed(key)]

    def succeeded_for(self, keys: dict[str, Limit]) -> None:
        """Each gets its try back."""
        with self._lock:
            for key in keys:
                tries = self._tries.get(_hashed(key))
                if tries is not None:
                    tries.count, tries.until = max(0, tries.count - 1), LONG_AGO

    def forget_for(self, keys: dict[str, Limit]) -> None:
        """They start afresh."""
        with self._lock:
            for key in keys:
                self._tries.pop(_hashed(key), None)

    def write_down(self, db: duckdb.DuckDBPyConnection, keys: dict[str, Limit]) -> None:
        """Within a write: how these keys stand, by their hashes alone. A key that starts afresh is taken away."""
        with self._lock:
            rows = [[_hashed(k), t.count, t.last, t.until] for k in keys if (t := self._tries.get(_hashed(k)))]
        db.execute("delete from wrong_try where list_contains(?, key_hash)", [[_hashed(k) for k in keys]])
        if rows:
            db.executemany("insert into wrong_try values (?, ?, ?, ?)", rows)

    def recall(self, store: Store, *, now: datetime) -> None:
        """What was written down before the server stopped, as far as it still counts; the rest is swept."""
        with store.write(shown=False) as db:
            db.execute("delete from wrong_try where last_at < ? and until_at < ?", [now - FORGET, now])
            rows = db.execute("select key_hash, tries, last_at, until_at from wrong_try").fetchall()
        with self._lock:
            self._tries |= {key: _Tries(*rest) for key, *rest in rows if key not in self._tries}

    def _forget(self, now: datetime) -> None:
        if len(self._tries) < MOST_KEPT:
            return
        if abs(now - self._swept) >= SWEEP:  # else each guess of a flood would look through all that are held
            self._tries = {k: t for k, t in self._tries.items() if now - t.last < FORGET or t.until > now}
            self._swept = now
        while len(self._tries) >= MOST_KEPT:
            del self._tries[next(iter(self._tries))]


def log_in_keys(login: str, address: str) -> dict[str, Limit]:
    return {f"login {login}": LOGIN, f"address {network(address)}": ADDRESS}


def _hashed(key: str) -> str:
    """People type passwords where a login belongs: none lies about, in memory or in the store."""
    return hashlib.sha256(key.encode()).hexdigest()


def _left(tries: _Tries, limit: Limit, now: datetime) -> timedelta:
    """Nobody waits longer than the longest: after a clock that jumped back what was said before it would shut people out for days."""
    if tries.until - now > timedelta(seconds=limit.longest):
        tries.until = tries.last = now + timedelta(seconds=limit.longest)
    return tries.until - now


def _count(tries: _Tries, limit: Limit, now: datetime) -> None:
    if now - tries.last > FORGET:
        tries.count = 0
    tries.count += 1
    tries.last = now
    if tries.count >= limit.free:
        doubled = FIRST_WAIT * 2 ** min(tries.count - limit.free, 20)
        tries.until = now + timedelta(seconds=min(doubled, limit.longest))


def network(address: str) -> str:
    """One household or office has a whole IPv6 /64 to itself."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{ip}/64", strict=False)) if ip.version == 6 else address
