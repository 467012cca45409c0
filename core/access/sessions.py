"""Server-side sessions: the cookie holds a random token, the store only its hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from core.access.accounts import load_user
from core.audit import record
from core.domain import User
from core.store import Store

COOKIE = "grid_command_session"
# Who was at work since it was last written down. A write at every rerun would wait for whoever imports a file.
_seen: WeakKeyDictionary[Store, dict[int, datetime]] = WeakKeyDictionary()


def start_session(store: Store, account_id: int, *, now: datetime, actor: str) -> str:
    """A new session; returns the token for the cookie."""
    token = secrets.token_urlsafe(32)
    until = now + timedelta(hours=store.settings.session_hours)
    with store.write(shown=False) as db:
        db.execute("insert into session values (?, ?, ?, ?)", [token_hash(token), account_id, now, until])
        db.execute("update account set seen_at = ? where account_id = ?", [now, account_id])
        record(db, actor, "session.started", account=account_id)
    return token


def user_of_token(store: Store, token: str | None, *, now: datetime) -> User | None:
    """Who this cookie belongs to; None when it is unknown, expired, ended, or the account disabled."""
    account_id = account_of_token(store, token, now=now)
    if account_id is None:
        return None
    _seen.setdefault(store, {})[account_id] = now
    return load_user(store, account_id)


def account_of_token(store: Store, token: str | None, *, now: datetime) -> int | None:
    """The id of the active account whose living session this is: one look-up, for every request."""
    if not token:
        return None
    row = store.one(
        "select s.account_id from session s join account a on a.account_id = s.account_id"
        " where s.token_hash = $hash and s.expires_at > $now and a.active",
        hash=token_hash(token),
        now=now,
    )
    return row[0] if row else None


def end_session(store: Store, token: str, *, actor: str) -> None:
    """The cookie is worthless from now on, wherever a copy of it lies. An unknown one leaves no trace."""
    with store.write(shown=False) as db:
        ended = db.execute("delete from session where token_hash = ? returning account_id", [token_hash(token)])
        row = ended.fetchone()
        if row:
            record(db, actor, "session.ended", account=row[0])


def note_seen(store: Store) -> None:
    """Write down who was at work since the last time: `account.seen_at`."""
    seen = _seen.pop(store, None)
    if seen:
        with store.write(shown=False) as db:
            db.executemany(
                "update account set seen_at = ? where account_id = ?", [[at, who] for who, at in seen.items()]
            )


def sweep_sessions(store: Store, *, now: datetime) -> int:
    """Remove what has expired: sessions and one-time links. Returns the number of sessions removed."""
    if (
        store.one(
            "select 1 from session where expires_at <= $now union all"
            " select 1 from one_time_link where expires_at <= $now limit 1",
            now=now,
        )
        is None
    ):
        return 0
    with store.write(shown=False) as db:
        gone = db.execute("delete from session where expires_at <= ? returning 1", [now]).fetchall()
        db.execute("delete from one_time_link where expires_at <= ?", [now])
    return len(gone)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
