"""Accounts: who may log in, in which role, for which grids. Passwords are kept as argon2id hashes only."""

from __future__ import annotations

from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.access.roles import roles
from core.audit import record
from core.domain import Scope, User
from core.errors import UserError
from core.store import Store

MIN_PASSWORD = 8
_hasher = PasswordHasher()


def create_account(
    store: Store, *, login: str, name: str, role: str, grids: list[int], password: str | None, actor: str, now: datetime
) -> int:
    """A new account; returns its id. `grids` are the roots of its scope (0: the whole store)."""
    if role not in roles():
        raise UserError("role_unknown", role=role)
    if password is not None:
        check_password(password)
    with store.write() as db:
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


def check_password(password: str) -> None:
    """Raises UserError for a password that is too short or too common."""
    if len(password) < MIN_PASSWORD:
        raise UserError("password_short", least=MIN_PASSWORD)


def password_matches(store: Store, *, login: str, password: str) -> int | None:
    """The account's id when login and password belong together and the account is active."""
    row = store.one("select account_id, password_hash from account where login = $login and active", login=login)
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
    grids = store.run(
        "select grid_id from account_scope where account_id = $id order by grid_id", id=account_id
    ).fetchall()
    return User(*row, permissions=role.permissions, scope=Scope(tuple(g for (g,) in grids), role.reveal))
