"""Server-side sessions: the cookie holds a random token, the store only its hash.

A session ends at its hour, after `idle_minutes` without work, when its account has too many, or when somebody revokes it. One that `waits` for the
second factor (core/access/factor.py) opens nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

import pandas as pd

from core.access.accounts import load_user
from core.audit import record
from core.domain import User
from core.errors import UserError
from core.store import Store
from core.store.kept import until_written

COOKIE = "grid_command_session"
WAIT_MINUTES = 10  # for the second factor
HANDLE = 16  # characters of the hash by which a list names a session
MOST_SOURCE = 80
# When each session was at work since it was last written down. A write at every rerun would wait for whoever imports a file.
_seen: WeakKeyDictionary[Store, dict[str, datetime]] = WeakKeyDictionary()


def start_session(
    store: Store, account_id: int, *, now: datetime, actor: str, source: str = "", waits: str | None = None
) -> str:
    """A new session; returns the token for the cookie. Beyond `sessions_most` the account's oldest ends. `waits`: for `code` or `enrol`."""
    token = secrets.token_urlsafe(32)
    until = now + (timedelta(minutes=WAIT_MINUTES) if waits else timedelta(hours=store.settings.session_hours))
    with store.write(shown=False) as db:
        db.execute(
            "insert into session values (?, ?, ?, ?, ?, ?, ?)",
            [token_hash(token), account_id, now, until, now, source[:MOST_SOURCE], waits],
        )
        if waits is None:
            db.execute("update account set seen_at = ? where account_id = ?", [now, account_id])
            record(db, actor, "session.started", account=account_id)
            _end_the_oldest(db, account_id, store.settings.sessions_most, actor)
    return token


def _end_the_oldest(db: object, account_id: int, most: int, actor: str) -> None:
    """The demonstration's accounts, which everybody enters, have no limit."""
    over = db.execute(
        "select token_hash from session s join account a on a.account_id = s.account_id where s.account_id = $id and s.waits is null"
        " and $most > 0 and not (a.password_hash is null and a.login like 'demo-%') order by s.created_at desc, s.rowid desc offset $most",
        {"id": account_id, "most": most},
    ).fetchall()
    for (gone,) in over:
        db.execute("delete from session where token_hash = ?", [gone])
        record(db, actor, "session.ended", account=account_id, why="limit")


def user_of_token(store: Store, token: str | None, *, now: datetime) -> User | None:
    """Who this cookie belongs to; None when it is unknown, expired, idle, waiting, ended, or the account disabled."""
    account_id = account_of_token(store, token, now=now)
    return None if account_id is None else load_user(store, account_id, now=now)


def account_of_token(store: Store, token: str | None, *, now: datetime) -> int | None:
    """The id of the active account whose living session this is: one look-up, for every request."""
    found = _living(store, token, now=now)
    return found[0] if found and found[1] is None else None


def waiting_of_token(store: Store, token: str | None, *, now: datetime) -> tuple[int, str] | None:
    """(account, `code` or `enrol`) of a session that still waits for the second factor."""
    found = _living(store, token, now=now)
    return found if found and found[1] else None


def _living(store: Store, token: str | None, *, now: datetime) -> tuple[int, str | None] | None:
    if not token:
        return None
    hashed = token_hash(token)
    row = _session(store, hashed)
    if row is None or row[3] <= now:
        return None
    seen = max(row[2], _seen.get(store, {}).get(hashed, row[2]))
    return row[:2] if now - seen < timedelta(minutes=store.settings.idle_minutes) else None


@until_written(shown=False)
def _session(store: Store, hashed: str) -> tuple[int, str | None, datetime, datetime] | None:
    return store.one(
        "select s.account_id, s.waits, s.seen_at, s.expires_at from session s join account a on a.account_id = s.account_id"
        " where s.token_hash = $hash and a.active",
        hash=hashed,
    )


def at_work(store: Store, token: str | None, *, now: datetime) -> None:
    """Somebody clicked or typed, in a session that was found alive just now."""
    if token:
        _seen.setdefault(store, {})[token_hash(token)] = now


def end_session(store: Store, token: str, *, actor: str) -> None:
    """The cookie is worthless from now on, wherever a copy of it lies. An unknown one leaves no trace."""
    with store.write(shown=False) as db:
        ended = db.execute("delete from session where token_hash = ? returning account_id", [token_hash(token)])
        row = ended.fetchone()
        if row:
            record(db, actor, "session.ended", account=row[0])


def own_sessions(store: Store, account_id: int, *, token: str | None, now: datetime) -> pd.DataFrame:
    """The account's open sessions, the newest first. Grain: one session. Columns: handle, created_at, seen_at, expires_at, source, here (the
    one of `token`)."""
    found = store.df(
        "select token_hash, created_at, seen_at, expires_at, source from session where account_id = $id and waits is null and expires_at > $now"
        " and seen_at > $idle order by created_at desc",
        id=account_id,
        now=now,
        idle=now - timedelta(minutes=store.settings.idle_minutes),
    )
    own = token_hash(token) if token else ""
    found.insert(0, "handle", found.token_hash.str[:HANDLE])
    return found.assign(here=found.token_hash == own).drop(columns="token_hash")


def revoke_session(store: Store, account_id: int, handle: str, *, actor: str) -> None:
    """End one of the account's sessions, named as `own_sessions` does. Raises UserError session_gone."""
    with store.write(shown=False) as db:
        ended = db.execute(
            "delete from session where account_id = ? and token_hash[:?] = ? returning 1", [account_id, HANDLE, handle]
        ).fetchall()
        if not ended:
            raise UserError("session_gone")
        record(db, actor, "session.revoked", account=account_id)


def note_seen(store: Store) -> None:
    """Write down who was at work since the last time: `session.seen_at`, `account.seen_at`."""
    seen = _seen.pop(store, None)
    if not seen:
        return
    with store.write(shown=False) as db:
        rows = [[at, hashed] for hashed, at in seen.items()]
        db.executemany("update session set seen_at = ? where token_hash = ?", rows)
        db.execute(
            "update account set seen_at = s.seen_at from (select account_id, max(seen_at) as seen_at from session where waits is null group by 1) s"
            " where s.account_id = account.account_id and (account.seen_at is null or account.seen_at < s.seen_at)"
        )


def sweep_sessions(store: Store, *, now: datetime) -> int:
    """Remove what has expired: sessions and one-time links. Returns the number of sessions removed."""
    note_seen(store)
    idle = now - timedelta(minutes=store.settings.idle_minutes)
    if (
        store.one(
            "select 1 from session where expires_at <= $now or seen_at <= $idle union all"
            " select 1 from one_time_link where expires_at <= $now limit 1",
            now=now,
            idle=idle,
        )
        is None
    ):
        return 0
    with store.write(shown=False) as db:
        gone = db.execute(
            "delete from session where expires_at <= ? or seen_at <= ? returning 1", [now, idle]
        ).fetchall()
        db.execute("delete from one_time_link where expires_at <= ?", [now])
    return len(gone)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
