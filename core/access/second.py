"""The second factor: codes that a phone's app shows, each half a minute another (RFC 6238, by pyotp), and recovery codes for when it is lost.

Between password and code stands a half log-in: a token that opens nothing but the page that asks for the code.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import duckdb
import pyotp

from core import clock
from core.access.links import link_purpose, new_link, use_link
from core.access.sessions import start_session, token_hash
from core.audit import record
from core.errors import UserError
from core.store import Store

PURPOSE = "second:"  # followed by the account's id
MINUTES = 10  # between password and code
STEP = 30  # seconds that a code is shown
DRIFT = 1  # steps that a phone's clock may be off
CODES = 10
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another


def has_second(store: Store, account_id: int) -> bool:
    """Is a code asked for?"""
    return bool(store.value("select confirmed_at from second_factor where account_id = $id", id=account_id))


def must_have(store: Store, account_id: int) -> bool:
    """Does the setting ask the account's role for one?"""
    role = store.value("select role from account where account_id = $id", id=account_id)
    return role in [name.strip() for name in store.settings.second_factor.split(",")]


def half_log_in(store: Store, account_id: int, *, now: datetime) -> str:
    """The token of somebody whose password was right and whose code is still to come; former ones die."""
    return new_link(store, f"{PURPOSE}{account_id}", now + timedelta(minutes=MINUTES), actor=str(account_id))


def account_of_half(store: Store, token: str | None, *, now: datetime) -> int | None:
    """Whose half log-in this is; None when it is over or unknown."""
    purpose = link_purpose(store, token, now=now) if token else None
    return int(purpose.removeprefix(PURPOSE)) if purpose and purpose.startswith(PURPOSE) else None


def finish(store: Store, token: str, code: str, *, now: datetime) -> str:
    """The token of a session, for a half log-in and a code of the phone or a recovery code; both are used up.

    Raises UserError: link_dead, code_wrong.
    """
    account_id = account_of_half(store, token, now=now)
    if account_id is None:
        raise UserError("link_dead")
    with store.write(shown=False) as db:
        how = _used(db, account_id, code, now)
        if how:
            use_link(db, token, f"{PURPOSE}{account_id}", now)
            record(db, str(account_id), "second.passed", account=account_id, how=how)
            return start_session(store, account_id, now=now, actor=str(account_id))
    _denied(store, account_id)
    raise UserError("code_wrong")


def enrolling(store: Store, account_id: int) -> str:
    """The secret that a phone is to take up; the same until a first code confirms it. Raises UserError second_there."""
    if has_second(store, account_id):
        raise UserError("second_there")
    secret = store.value("select secret from second_factor where account_id = $id", id=account_id)
    if secret is None:
        secret = pyotp.random_base32()
        with store.write(shown=False) as db:
            db.execute("insert into second_factor values (?, ?, null, null)", [account_id, secret])
    return secret


def address_of(store: Store, account_id: int, secret: str, *, desk: str) -> str:
    """What the QR holds (otpauth://): the desk's name and the login."""
    login = store.value("select login from account where account_id = $id", id=account_id)
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=desk)


def confirm(store: Store, token: str, code: str, *, now: datetime) -> tuple[list[str], str]:
    """The first code of a phone ends a half log-in: from now on one is asked for. Returns the recovery codes, which are shown this once, and
    the token of a session; audited. Raises UserError: link_dead, second_there, code_wrong.
    """
    account_id = account_of_half(store, token, now=now)
    if account_id is None:
        raise UserError("link_dead")
    secret = enrolling(store, account_id)
    step = _step(secret, code, now)
    if step is None:
        _denied(store, account_id)
        raise UserError("code_wrong")
    codes = ["-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)) for _ in range(CODES)]
    with store.write(shown=False) as db:
        db.execute(
            "update second_factor set confirmed_at = ?, last_step = ? where account_id = ?", [now, step, account_id]
        )
        db.execute("delete from recovery_code where account_id = ?", [account_id])
        db.executemany("insert into recovery_code values (?, ?, null)", [[account_id, _hash(c)] for c in codes])
        use_link(db, token, f"{PURPOSE}{account_id}", now)
        record(db, str(account_id), "second.confirmed", account=account_id)
        return codes, start_session(store, account_id, now=now, actor=str(account_id))


def remove(store: Store, account_id: int, *, actor: str) -> None:
    """No code is asked for any more: the phone is lost, or another is to come. All sessions end; audited. Nothing where there is none."""
    with store.write(shown=False) as db:
        gone = db.execute("delete from second_factor where account_id = ? returning 1", [account_id]).fetchone()
        if gone:
            db.execute("delete from recovery_code where account_id = ?", [account_id])
            db.execute("delete from session where account_id = ?", [account_id])
            record(db, actor, "second.removed", account=account_id)


def _used(db: duckdb.DuckDBPyConnection, account_id: int, code: str, now: datetime) -> str | None:
    """phone | recovery, or None; what was used can't be used again."""
    secret, last = db.execute(
        "select secret, last_step from second_factor where account_id = ? and confirmed_at is not null", [account_id]
    ).fetchone() or (None, None)
    step = _step(secret, code, now) if secret else None
    if step is not None and (last is None or step > last):
        db.execute("update second_factor set last_step = ? where account_id = ?", [step, account_id])
        return "phone"
    taken = db.execute(
        "update recovery_code set used_at = ? where account_id = ? and code_hash = ? and used_at is null returning 1",
        [now, account_id, _hash(code)],
    ).fetchone()
    return "recovery" if taken else None


def _step(secret: str, code: str, now: datetime) -> int | None:
    """The half minute whose code this is."""
    code, current = "".join(c for c in code if c.isdigit()), int(clock.epoch(now)) // STEP
    codes = pyotp.TOTP(secret, interval=STEP)
    for step in range(current - DRIFT, current + DRIFT + 1):
        if secrets.compare_digest(codes.generate_otp(step), code):
            return step
    return None


def _hash(code: str) -> str:
    return token_hash("".join(c for c in code.upper() if c.isalnum()))


def _denied(store: Store, account_id: int) -> None:
    with store.write(shown=False) as db:
        record(db, str(account_id), "second.denied", account=account_id)
