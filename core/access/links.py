"""One-time links: the first administrator, the password of a new account, an officer's phone. The store keeps only the token's hash."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import duckdb

from core.access.accounts import any_account, create_account, set_password
from core.access.sessions import token_hash
from core.audit import record
from core.domain import EVERYTHING
from core.errors import UserError
from core.store import Store

SETUP = "setup"
PASSWORD = "password:"  # noqa: S105 - followed by the account's id
SETUP_HOURS = 24
PASSWORD_HOURS = 72


def new_setup_link(store: Store, *, now: datetime) -> str:
    """The token of a link that makes the first administrator; former ones die. Raises UserError (link_dead) when there is
    an account already."""
    if any_account(store):
        raise UserError("link_dead")
    return new_link(store, SETUP, now + timedelta(hours=SETUP_HOURS), actor="system")


def new_password_link(store: Store, account_id: int, *, actor: str, now: datetime) -> str:
    """The token of a link by which a person sets their own password; former ones for the account die."""
    return new_link(store, f"{PASSWORD}{account_id}", now + timedelta(hours=PASSWORD_HOURS), actor=actor)


def link_purpose(store: Store, token: str, *, now: datetime) -> str | None:
    """`setup` or `password:<account_id>` of a link that may still be used, else None."""
    purpose = store.value(
        "select purpose from one_time_link where token_hash = $hash and used_at is null and expires_at > $now",
        hash=token_hash(token),
        now=now,
    )
    return None if purpose == SETUP and any_account(store) else purpose


def use_setup_link(store: Store, token: str, *, login: str, name: str, password: str, now: datetime) -> int:
    """Make the first administrator, for the whole store; returns the account's id. Raises UserError (link_dead, and those of
    `create_account`, which leave the link alive)."""
    with store.write(shown=False) as db:
        use_link(db, token, SETUP, now)
        if any_account(store):
            raise UserError("link_dead")
        account_id = create_account(
            store, login=login, name=name or login, role="admin", grids=[EVERYTHING], password=password, actor="setup", now=now
        )  # fmt: skip
        record(db, "setup", "link.used", purpose=SETUP, account=account_id)
    return account_id


def use_password_link(store: Store, token: str, *, account_id: int, password: str, now: datetime) -> None:
    """Set the account's password. Raises UserError (link_dead, and those of `set_password`, which leave the link alive)."""
    with store.write(shown=False) as db:
        use_link(db, token, f"{PASSWORD}{account_id}", now)
        set_password(store, account_id, password, actor=str(account_id))
        record(db, str(account_id), "link.used", purpose="password", account=account_id)


def new_link(store: Store, purpose: str, until: datetime, *, actor: str) -> str:
    """The token of a link that may be used once, until then; former ones of that purpose die. Audited."""
    token = secrets.token_urlsafe(32)
    with store.write(shown=False) as db:
        db.execute("delete from one_time_link where purpose = ? and used_at is null", [purpose])
        db.execute("insert into one_time_link values (?, ?, ?, null)", [token_hash(token), purpose, until])
        record(db, actor, "link.made", purpose=purpose)
    return token


def use_link(db: duckdb.DuckDBPyConnection, token: str, purpose: str, now: datetime) -> None:
    """Within a write. Raises UserError link_dead."""
    used = db.execute(
        "update one_time_link set used_at = $now where token_hash = $hash and purpose = $purpose and used_at is null"
        " and expires_at > $now returning 1",
        {"now": now, "hash": token_hash(token), "purpose": purpose},
    ).fetchone()
    if used is None:
        raise UserError("link_dead")
