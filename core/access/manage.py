"""What an administrator does with accounts. Whoever sees a part of the store manages the accounts within that part only: a link to a new
password is a way into an account. `scope` is the administrator's own."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pandas as pd

from core.access.accounts import create_account
from core.access.apart import check_apart
from core.access.factor import forget_factor
from core.access.links import PASSWORD, new_password_link
from core.access.phones import revoke_phones
from core.access.roles import APART, MANAGE, roles
from core.access.subjects import plain_subject, put_subject, subjects
from core.audit import record
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.store import Store, load_sql, run


def list_accounts(store: Store, scope: Scope) -> pd.DataFrame:
    """The accounts within `scope`. Grain: one account. Columns: account_id, login, name, role, active, has_password, subject (what the provider
    calls it; missing: nothing), grids (codes of its
    scope's roots, '*' for the whole store), grid_names, sessions (open), seen_at (last at work), created_at."""
    return store.df(load_sql(__file__, "accounts.sql"), scope=scope.roots, issuer=store.settings.oidc_issuer)


def add_account(
    store: Store,
    scope: Scope,
    *,
    login: str,
    name: str,
    role: str,
    grids: list[int],
    password: str | None,
    actor: str,
    now: datetime,
) -> int:
    """A new account; returns its id. Raises UserError (scope_needed, scope_outside, and those of `create_account`)."""
    with store.write(shown=False) as db:
        _check_scope(db, scope, role, grids)
        check_apart(db, store.settings, name=name, role=role)
        return create_account(
            store, login=login, name=name, role=role, grids=grids, password=password, actor=actor, now=now
        )


def change_account(
    store: Store,
    scope: Scope,
    *,
    account_id: int,
    actor: str,
    name: str | None = None,
    role: str | None = None,
    grids: list[int] | None = None,
) -> None:
    """Another name, role or scope (None: as it is); holds from the account's next rerun on. Nothing new leaves no trace.

    Raises UserError (account_unknown, role_unknown, scope_needed, scope_outside, account_last_admin).
    """
    if role is not None and role not in roles():
        raise UserError("role_unknown", role=role, roles=", ".join(roles()))
    with store.write(shown=False) as db:
        old_name, old_role, old_grids = _within(db, scope, account_id)
        name, role = name or old_name, role or old_role
        grids = old_grids if grids is None else sorted(set(grids))
        grids = [] if role in roles() and roles()[role].no_scope else grids
        if not grids and old_role != role and role in roles() and not roles()[role].no_scope:
            raise UserError("scope_needed")
        if (name, role, grids) == (old_name, old_role, old_grids):
            return
        if (role, grids) != (old_role, old_grids):
            _check_scope(db, scope, role, grids)
        if (name, role) != (old_name, old_role):
            check_apart(db, store.settings, name=name, role=role, but=account_id)
        if role != old_role and role in APART and actor == _login(db, account_id):
            raise UserError("role_own")
        if role not in _managing() or EVERYTHING not in grids:
            _leave_an_administrator(db, account_id)
        db.execute("update account set name = ?, role = ? where account_id = ?", [name, role, account_id])
        db.execute("delete from account_scope where account_id = ?", [account_id])
        for grid in grids:
            db.execute("insert into account_scope values (?, ?)", [account_id, grid])
        record(
            db,
            actor,
            "account.changed",
            account=account_id,
            role=[old_role, role],
            grids=[old_grids, grids],
            renamed=name != old_name,
        )


def disable_account(store: Store, scope: Scope, *, account_id: int, actor: str, now: datetime) -> None:
    """Nobody gets in with this account from now on, nor when it is enabled again: its sessions end, its phones are shut, its links die. Raises UserError (account_unknown,
    account_last_admin)."""
    with store.write(shown=False) as db:
        _within(db, scope, account_id)
        _leave_an_administrator(db, account_id)
        db.execute("update account set active = false where account_id = ?", [account_id])
        db.execute("delete from session where account_id = ?", [account_id])
        db.execute("delete from one_time_link where purpose = ? and used_at is null", [f"{PASSWORD}{account_id}"])
        revoke_phones(store, account_id, actor=actor, now=now)
        record(db, actor, "account.disabled", account=account_id)


def enable_account(store: Store, scope: Scope, *, account_id: int, actor: str) -> None:
    """It may log in again, by its former password. Raises UserError (account_unknown)."""
    with store.write(shown=False) as db:
        name, role, _ = _within(db, scope, account_id)
        check_apart(db, store.settings, name=name, role=role, but=account_id)
        db.execute("update account set active = true where account_id = ?", [account_id])
        record(db, actor, "account.enabled", account=account_id)


def end_sessions(store: Store, scope: Scope, *, account_id: int, actor: str) -> int:
    """Log the account out everywhere; returns how many sessions ended. Raises UserError (account_unknown)."""
    with store.write(shown=False) as db:
        _within(db, scope, account_id)
        ended = len(db.execute("delete from session where account_id = ? returning 1", [account_id]).fetchall())
        record(db, actor, "account.sessions_ended", account=account_id, sessions=ended)
    return ended


def reset_factor(store: Store, scope: Scope, *, account_id: int, actor: str) -> None:
    """For whoever lost phone and recovery codes: without a second factor until they make another, and out everywhere. Raises UserError
    (account_unknown, factor_none)."""
    with store.write(shown=False) as db:
        _within(db, scope, account_id)
        if not db.execute("select 1 from second_factor where account_id = ?", [account_id]).fetchone():
            raise UserError("factor_none")
        forget_factor(db, account_id)
        db.execute("delete from session where account_id = ?", [account_id])
        record(db, actor, "factor.reset", account=account_id)


def set_subject(store: Store, scope: Scope, *, account_id: int, subject: str, actor: str) -> None:
    """What the county's provider calls this account, "" for none; out everywhere, as after a new password. Nothing new leaves no trace. Raises
    UserError (account_unknown, subject_invalid, subject_taken, provider_none)."""
    subject = plain_subject(subject)
    with store.write(shown=False) as db:
        _within(db, scope, account_id)
        if subjects(store).get(account_id, "") == subject:
            return
        put_subject(db, store.settings, account_id, subject)
        record(db, actor, "account.subject_set", account=account_id, given=bool(subject))


def give_link(store: Store, scope: Scope, *, account_id: int, actor: str, now: datetime) -> str:
    """The token of a link by which the person chooses a password; former ones die. Raises UserError (account_unknown, account_disabled)."""
    with store.write(shown=False) as db:
        name, *_ = _within(db, scope, account_id)
        if not db.execute("select active from account where account_id = ?", [account_id]).fetchone()[0]:
            raise UserError("account_disabled", name=name)
        return new_password_link(store, account_id, actor=actor, now=now)


def _within(db: duckdb.DuckDBPyConnection, scope: Scope, account_id: int) -> tuple[str, str, list[int]]:
    """(name, role, grids) of an account that `scope` holds whole; any other is unknown."""
    row = db.execute("select name, role from account where account_id = ?", [account_id]).fetchone()
    held = db.execute("select grid_id from account_scope where account_id = ? order by 1", [account_id]).fetchall()
    grids = [grid for (grid,) in held]
    if row is None or _outside(db, scope, grids) or not (grids or EVERYTHING in scope.grids):
        raise UserError("account_unknown", login=account_id)
    return *row, grids


def _login(db: duckdb.DuckDBPyConnection, account_id: int) -> str:
    return db.execute("select login from account where account_id = ?", [account_id]).fetchone()[0]


def _outside(db: duckdb.DuckDBPyConnection, scope: Scope, grids: list[int]) -> list[int]:
    if EVERYTHING in scope.grids:
        return []
    reached = {grid for (grid,) in run(db, "from scope_grids($scope)", scope=scope.roots).fetchall()}
    return [grid for grid in grids if grid not in reached]


def _check_scope(db: duckdb.DuckDBPyConnection, scope: Scope, role: str, grids: list[int]) -> None:
    if role in roles() and roles()[role].needs_scope and (not grids or EVERYTHING in grids):
        raise UserError("scope_needed")
    if role in roles() and roles()[role].no_scope and EVERYTHING not in scope.grids:
        raise UserError("scope_outside")  # within nobody's part of the store
    if _outside(db, scope, grids):
        raise UserError("scope_outside")


def _managing() -> list[str]:
    return [code for code, role in roles().items() if MANAGE in role.permissions]


def _leave_an_administrator(db: duckdb.DuckDBPyConnection, account_id: int) -> None:
    """Somebody who sees everything, and has a password to get in, must be able to manage accounts after this one no longer does."""
    is_one, others = db.execute(
        "select coalesce(bool_or(a.account_id = $id), false), count(*) filter (where a.account_id <> $id) from account a"
        " join account_scope s on s.account_id = a.account_id and s.grid_id = 0"
        " where a.active and a.password_hash is not null and list_contains($roles, a.role)",
        {"id": account_id, "roles": _managing()},
    ).fetchone()
    if is_one and not others:
        raise UserError("account_last_admin")
