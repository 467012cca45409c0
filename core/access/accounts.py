"""Accounts: who may log in, in which role, for which grids. Passwords are kept as argon2id hashes only."""

from __future__ import annotations

import unicodedata
from datetime import datetime

import duckdb
import pandas as pd
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.access.passwords import check_password
from core.access.roles import roles
from core.audit import record
from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.store import Store, load_sql

MAX_LOGIN = 64
ADMINISTRATOR = "admin"
_hasher = PasswordHasher()


def plain_login(login: str) -> str:
    """A login as it is kept and compared: full-width letters, capitals and outer blanks make no difference."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def create_account(
    store: Store, *, login: str, name: str, role: str, grids: list[int], password: str | None, actor: str, now: datetime
) -> int:
    """A new account; returns its id. `grids` are the roots of its scope (0: the whole store).

    Without a password nobody can log in until one is set by a one-time link. Raises UserError (role_unknown, login_invalid,
    login_taken and those of `check_password`).
    """
    login = plain_login(login)
    if role not in roles():
        raise UserError("role_unknown", role=role, roles=", ".join(roles()))
    if not 0 < len(login) <= MAX_LOGIN or any(unicodedata.category(c).startswith("C") for c in login):
        raise UserError("login_invalid", most=MAX_LOGIN)
    if password is not None:
        check_password(password, login=login)
    with store.write(shown=False) as db:
        if db.execute("select 1 from account where login = ?", [login]).fetchone():
            raise UserError("login_taken", login=login)
        account_id = db.execute("select coalesce(max(account_id), 0) + 1 from account").fetchone()[0]
        db.execute(
            "insert into account values (?, ?, ?, ?, ?, true, ?)",
            [account_id, login, name, role, _hasher.hash(password) if password else None, now],
        )
        for grid in grids:
            db.execute("insert into account_scope values (?, ?)", [account_id, grid])
        record(db, actor, "account.created", account=account_id, role=role, grids=grids)
    return account_id


def set_password(store: Store, account_id: int, password: str, *, actor: str) -> None:
    """A new password for an active account; all its sessions end. Raises UserError (account_unknown, `check_password`'s)."""
    row = store.one("select login from account where account_id = $id and active", id=account_id)
    if row is None:
        raise UserError("account_unknown", login=account_id)
    check_password(password, login=row[0])
    hashed = _hasher.hash(password)
    with store.write(shown=False) as db:
        db.execute("update account set password_hash = ? where account_id = ?", [hashed, account_id])
        db.execute("delete from session where account_id = ?", [account_id])
        record(db, actor, "account.password_set", account=account_id)


def account_of_login(store: Store, login: str) -> int:
    """Its id. Raises UserError (account_unknown)."""
    row = store.one("select account_id from account where login = $login", login=plain_login(login))
    if row is None:
        raise UserError("account_unknown", login=login)
    return row[0]


def disable_account(store: Store, *, account_id: int, actor: str) -> None:
    """Nobody gets in with this account from now on; its sessions end. Raises UserError (account_unknown, account_last_admin)."""
    with store.write(shown=False) as db:
        _require(db, account_id)
        _leave_an_administrator(db, account_id)
        db.execute("update account set active = false where account_id = ?", [account_id])
        db.execute("delete from session where account_id = ?", [account_id])
        record(db, actor, "account.disabled", account=account_id)


def enable_account(store: Store, *, account_id: int, actor: str) -> None:
    """It may log in again, by its former password. Raises UserError (account_unknown)."""
    with store.write(shown=False) as db:
        _require(db, account_id)
        db.execute("update account set active = true where account_id = ?", [account_id])
        record(db, actor, "account.enabled", account=account_id)


def end_sessions(store: Store, *, account_id: int, actor: str) -> int:
    """Log the account out everywhere; returns how many sessions ended. Raises UserError (account_unknown)."""
    with store.write(shown=False) as db:
        _require(db, account_id)
        ended = len(db.execute("delete from session where account_id = ? returning 1", [account_id]).fetchall())
        record(db, actor, "account.sessions_ended", account=account_id, sessions=ended)
    return ended


def change_account(
    store: Store,
    *,
    account_id: int,
    actor: str,
    name: str | None = None,
    role: str | None = None,
    grids: list[int] | None = None,
) -> None:
    """Another name, role or scope (None: as it is); holds from the account's next rerun on.

    Raises UserError (account_unknown, role_unknown, account_last_admin).
    """
    if role is not None and role not in roles():
        raise UserError("role_unknown", role=role, roles=", ".join(roles()))
    with store.write(shown=False) as db:
        was = _require(db, account_id)
        if role not in (None, was[1]) or (grids is not None and EVERYTHING not in grids and was[1] == ADMINISTRATOR):
            _leave_an_administrator(db, account_id)
        db.execute(
            "update account set name = ?, role = ? where account_id = ?", [name or was[0], role or was[1], account_id]
        )
        if grids is not None:
            db.execute("delete from account_scope where account_id = ?", [account_id])
            for grid in grids:
                db.execute("insert into account_scope values (?, ?)", [account_id, grid])
        record(db, actor, "account.changed", account=account_id, role=role, grids=grids, renamed=name is not None)


def _require(db: duckdb.DuckDBPyConnection, account_id: int) -> tuple[str, str]:
    """(name, role)"""
    row = db.execute("select name, role from account where account_id = ?", [account_id]).fetchone()
    if row is None:
        raise UserError("account_unknown", login=account_id)
    return row


def _leave_an_administrator(db: duckdb.DuckDBPyConnection, account_id: int) -> None:
    """Somebody who sees everything must be able to manage accounts after this one no longer does."""
    is_one, others = db.execute(
        "select coalesce(bool_or(a.account_id = $id), false), count(*) filter (where a.account_id <> $id) from account a"
        " join account_scope s on s.account_id = a.account_id and s.grid_id = 0 where a.active and a.role = $role",
        {"id": account_id, "role": ADMINISTRATOR},
    ).fetchone()
    if is_one and not others:
        raise UserError("account_last_admin")


def list_accounts(store: Store) -> pd.DataFrame:
    """All accounts, for those who manage them. Grain: one account. Columns: account_id, login, name, role, active, has_password, grids
    (codes of its scope's roots, '*' for the whole store), grid_names, sessions (open), seen_at (in an open one), created_at."""
    return store.df(load_sql(__file__, "accounts.sql"))


def any_account(store: Store) -> bool:
    return store.one("select 1 from account limit 1") is not None


def password_matches(store: Store, *, login: str, password: str) -> int | None:
    """The account's id when login and password belong together and the account is active."""
    row = store.one(
        "select account_id, password_hash from account where login = $login and active", login=plain_login(login)
    )
    # An unknown login costs the same time as a wrong password.
    try:
        _hasher.verify(row[1] if row and row[1] else _UNUSED_HASH, password)
    except (VerificationError, InvalidHashError):
        return None
    return row[0] if row and row[1] else None


_UNUSED_HASH = _hasher.hash("no account has this password")


def load_user(store: Store, account_id: int) -> User | None:
    """The user as pages and core see them; None when the account is gone or disabled."""
    row = store.one(
        "select account_id, login, name, role from account where account_id = $id and active", id=account_id
    )
    if row is None or row[3] not in roles():
        return None
    role = roles()[row[3]]
    return User(*row, permissions=role.permissions, scope=Scope(tuple(load_scope(store, account_id)), role.reveal))


def load_scope(store: Store, account_id: int) -> list[int]:
    """The roots of an account's scope (0: the whole store)."""
    rows = store.run(
        "select grid_id from account_scope where account_id = $id order by grid_id", id=account_id
    ).fetchall()
    return [grid for (grid,) in rows]
