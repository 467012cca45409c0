"""Accounts: who may log in, in which role, for which grids. Passwords are kept as argon2id hashes only."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.access.passwords import check_password
from core.access.roles import permissions_of, roles
from core.access.wider_grids import wider_grids
from core.audit import record
from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.store import Store
from core.store.kept import until_written

MAX_LOGIN = 64
_hasher = PasswordHasher()


def plain_login(login: str) -> str:
    """A login as it is kept and compared: full-width letters, capitals and outer blanks make no difference."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def staff_names(store: Store) -> dict[str, str]:
    """Login → name, of every account. No scope narrows it: whoever is shown what was done is shown by whom."""
    return dict(store.run("select login, name from account").fetchall())


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
            "insert into account (account_id, login, name, role, password_hash, created_at) values (?, ?, ?, ?, ?, ?)",
            [account_id, login, name, role, _hasher.hash(password) if password else None, now],
        )
        grids = [] if roles()[role].no_scope else grids
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


def any_account(store: Store) -> bool:
    return store.one("select 1 from account limit 1") is not None


def password_matches(store: Store, *, login: str, password: str) -> int | None:
    """The account's id when login and password belong together and the account is active."""
    row = store.one(
        "select account_id, password_hash from account where login = $login and active", login=plain_login(login)
    )
    # An unknown login costs the same time as a wrong password.
    try:
        _hasher.verify(row[1] if row and row[1] else _unused_hash(), password)
    except (VerificationError, InvalidHashError):
        return None
    return row[0] if row and row[1] else None


@cache
def _unused_hash() -> str:
    """Made at the first log-in: a tenth of a second and 64 MB that no other command has to spend."""
    return _hasher.hash("no account has this password")


def load_user(store: Store, account_id: int, *, now: datetime | None = None) -> User | None:
    """The user as pages and core see them; None when the account is gone or disabled. With `now` what they look at beyond their scope
    (core/access/wider.py) counts."""
    held = _account(store, account_id)
    if held is None or held[0][3] not in roles():
        return None
    row, scope = held
    role = roles()[row[3]]
    grids = () if role.no_scope else scope
    if grids and now is not None and EVERYTHING not in grids:
        grids += tuple(grid for grid in wider_grids(store, account_id, now=now) if grid not in grids)
    return User(*row, permissions=permissions_of(store.settings, role), scope=Scope(grids, role.reveal))


@until_written(shown=False)
def _account(store: Store, account_id: int) -> tuple[tuple[int, str, str, str], tuple[int, ...]] | None:
    """Of an active one: account_id, login, name, role; the roots of its scope."""
    row = store.one(
        "select account_id, login, name, role from account where account_id = $id and active", id=account_id
    )
    return None if row is None else (row, tuple(load_scope(store, account_id)))


def load_scope(store: Store, account_id: int) -> list[int]:
    """The roots of an account's scope (0: the whole store)."""
    rows = store.run(
        "select grid_id from account_scope where account_id = $id order by grid_id", id=account_id
    ).fetchall()
    return [grid for (grid,) in rows]
