"""The second factor: six digits of a phone's app (RFC 6238), or a recovery code on paper. Each holds once.

An account's secret lies in the store, which is encrypted where a key is given; recovery codes are kept as hashes alone.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import duckdb
import pyotp
import segno

from core.access.sessions import start_session, token_hash
from core.access.throttle import LOGIN, Throttle
from core.audit import record
from core.clock import seconds
from core.domain import User
from core.errors import UserError
from core.settings import Settings
from core.store import Store

STEP = 30  # seconds
CODES = 10  # for recovery
throttle = Throttle()  # of guesses, wherever a code is asked for
CODE, ENROL = "code", "enrol"
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is read for another


def needs_factor(settings: Settings, role: str) -> bool:
    """By the setting `factor_roles`."""
    asked = {part.strip() for part in settings.factor_roles.split(",")}
    return role in asked or "*" in asked


def has_factor(store: Store, account_id: int) -> bool:
    return (
        store.one("select 1 from second_factor where account_id = $id and confirmed_at is not null", id=account_id)
        is not None
    )


def still_due(store: Store, account_id: int) -> str | None:
    """What a log-in waits for after the password: a code, enrolment (the role must have one), or nothing."""
    if has_factor(store, account_id):
        return CODE
    role = store.value("select role from account where account_id = $id", id=account_id)
    return ENROL if needs_factor(store.settings, role) else None


def begin_factor(store: Store, account_id: int, *, now: datetime) -> str:
    """The secret to be put into the phone; the same until it is confirmed. Raises UserError factor_there."""
    row = store.one("select secret, confirmed_at from second_factor where account_id = $id", id=account_id)
    if row and row[1]:
        raise UserError("factor_there")
    if row:
        return row[0]
    secret = pyotp.random_base32()
    with store.write(shown=False) as db:
        db.execute("insert into second_factor values (?, ?, ?, null, 0)", [account_id, secret, now])
    return secret


def factor_address(store: Store, account_id: int, secret: str, *, issuer: str) -> str:
    """What the code on the screen says to the app."""
    login = store.value("select login from account where account_id = $id", id=account_id)
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=login, issuer_name=issuer)


def picture(address: str) -> str:
    """It as a QR code, for an image's address."""
    return segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="white")


def confirm_factor(store: Store, account_id: int, code: str, *, actor: str, now: datetime) -> list[str]:
    """It counts from now on; the recovery codes, shown once. Raises UserError (factor_wrong, factor_there)."""
    row = store.one("select secret, last_step, confirmed_at from second_factor where account_id = $id", id=account_id)
    if row and row[2]:
        raise UserError("factor_there")
    step = _step_of(row[0], code, row[1], now) if row else None
    if step is None:
        raise UserError("factor_wrong")
    codes = ["".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(CODES)]
    with store.write(shown=False) as db:
        db.execute(
            "update second_factor set confirmed_at = ?, last_step = ? where account_id = ?", [now, step, account_id]
        )
        db.execute("delete from recovery_code where account_id = ?", [account_id])
        db.executemany(
            "insert into recovery_code values (?, ?, null)", [[account_id, _hashed(account_id, each)] for each in codes]
        )
        record(db, actor, "factor.made", account=account_id)
    return [f"{each[:5]}-{each[5:]}" for each in codes]


def check_factor(store: Store, account_id: int, code: str, *, now: datetime) -> bool:
    """Is this the phone's code of now, or a recovery code? It is used up. Tries are counted by who asks (core/access/throttle.py)."""
    plain = "".join(code.split()).replace("-", "").lower()
    with store.write(shown=False) as db:
        row = db.execute(
            "select secret, last_step from second_factor where account_id = ? and confirmed_at is not null",
            [account_id],
        ).fetchone()
        if row is None:
            return False
        step = _step_of(row[0], plain, row[1], now)
        if step is not None:
            db.execute("update second_factor set last_step = ? where account_id = ?", [step, account_id])
            return True
        used = db.execute(
            "update recovery_code set used_at = ? where account_id = ? and code_hash = ? and used_at is null returning 1",
            [now, account_id, _hashed(account_id, plain)],
        ).fetchone()
        if used:
            record(db, str(account_id), "factor.recovered", account=account_id)
        return used is not None


def codes_left(store: Store, account_id: int) -> int:
    """Recovery codes that were not used."""
    return store.value("select count(*) from recovery_code where account_id = $id and used_at is null", id=account_id)


def drop_own_factor(store: Store, user: User, code: str, *, now: datetime) -> None:
    """Without a second factor from now on, by showing it once more. Raises UserError (factor_needed, login_wait, factor_wrong)."""
    if needs_factor(store.settings, user.role):
        raise UserError("factor_needed")
    keys = {f"factor {user.account_id}": LOGIN}
    if wait := throttle.begin_for(keys, now=now):
        raise UserError("login_wait", seconds=wait)
    if not check_factor(store, user.account_id, code, now=now):
        raise UserError("factor_wrong")
    throttle.forget_for(keys)
    with store.write(shown=False) as db:
        forget_factor(db, user.account_id)
        record(db, user.login, "factor.dropped", account=user.account_id)


def forget_factor(db: duckdb.DuckDBPyConnection, account_id: int) -> None:
    """Within a write."""
    db.execute("delete from second_factor where account_id = ?", [account_id])
    db.execute("delete from recovery_code where account_id = ?", [account_id])


def pass_factor(store: Store, token: str, account_id: int, *, now: datetime, source: str) -> str:
    """A whole session in place of the one that waited; another token, so that one seen before is worth nothing."""
    with store.write(shown=False) as db:
        db.execute("delete from session where token_hash = ?", [token_hash(token)])
        return start_session(store, account_id, now=now, actor=str(account_id), source=source)


def _step_of(secret: str, code: str, last: int, now: datetime) -> int | None:
    """The step whose code this is, one before or after now (clocks differ), later than the last that was used."""
    here, totp = seconds(now) // STEP, pyotp.TOTP(secret, interval=STEP)
    plain = "".join(code.split())
    fits = [
        step
        for step in (here - 1, here, here + 1)
        if secrets.compare_digest(totp.at(step * STEP).encode(), plain.encode())
    ]
    return next((step for step in fits if step > last), None)


def _hashed(account_id: int, code: str) -> str:
    """Fifty random bits each: a slow hash would protect nothing more."""
    return hashlib.sha256(f"{account_id}:{code}".encode()).hexdigest()
