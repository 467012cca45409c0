"""Server-side sessions: the cookie holds a random token, the store only its hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from core.access.accounts import load_user
from core.audit import record
from core.domain import User
from core.store import Store

COOKIE = "grid_command_session"


def start_session(store: Store, account_id: int, *, now: datetime, actor: str) -> str:
    """A new session; returns the token for the cookie."""
    token = secrets.token_urlsafe(32)
    until = now + timedelta(hours=store.settings.session_hours)
    with store.write() as db:
        db.execute("delete from session where expires_at < ?", [now])
        db.execute("insert into session values (?, ?, ?, ?, ?)", [token_hash(token), account_id, now, until, now])
        record(db, actor, "session.started", account=account_id)
    return token


def user_of_token(store: Store, token: str | None, *, now: datetime) -> User | None:
    """Who this cookie belongs to; None when it is unknown, expired, ended, or the account disabled."""
    if not token:
        return None
    row = store.one(
        "select account_id from session where token_hash = $hash and expires_at > $now", hash=token_hash(token), now=now
    )
    return load_user(store, row[0]) if row else None


def end_session(store: Store, token: str, *, actor: str) -> None:
    with store.write() as db:
        db.execute("delete from session where token_hash = ?", [token_hash(token)])
        record(db, actor, "session.ended")


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
