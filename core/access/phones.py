"""Phones of officers and of those who answer for a unit: opened once by a link that the superior hands out, bound to the device, shut by one click.

The phone keeps a random token in an HttpOnly cookie, the store its hash. A link is a one-time link: whoever opens it second finds it dead.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import pandas as pd

from core.access.accounts import load_user
from core.access.links import link_purpose, new_link, use_link
from core.access.sessions import token_hash
from core.audit import record
from core.domain import User
from core.errors import UserError
from core.store import Store

COOKIE = "grid_command_officer"
PURPOSE = "phone:"  # followed by the account's id
LINK_HOURS = 24
DAYS = 30  # a phone that is lost and not told of is shut by itself


def new_phone_link(store: Store, account_id: int, *, actor: str, now: datetime) -> str:
    """The token of a link that opens one phone for this account; former ones die. Raises UserError account_unknown, account_disabled."""
    row = store.one("select active from account where account_id = $id", id=account_id)
    if row is None:
        raise UserError("account_unknown", login=account_id)
    if not row[0]:
        raise UserError("account_disabled")
    return new_link(store, f"{PURPOSE}{account_id}", now + timedelta(hours=LINK_HOURS), actor=actor)


def account_of_phone_link(store: Store, token: str, *, now: datetime) -> int | None:
    """Whose phone this link would open; None when it is dead."""
    purpose = link_purpose(store, token, now=now) or ""
    return int(purpose.removeprefix(PURPOSE)) if purpose.startswith(PURPOSE) else None


def open_phone(store: Store, token: str, *, now: datetime) -> str:
    """Use the link up; the phone's own token from now on, for `DAYS`. Raises UserError link_dead."""
    account_id = account_of_phone_link(store, token, now=now)
    if account_id is None:
        raise UserError("link_dead")
    own = secrets.token_urlsafe(32)
    with store.write(shown=False) as db:
        use_link(db, token, f"{PURPOSE}{account_id}", now)
        number = db.execute("select coalesce(max(phone_id), 0) + 1 from officer_phone").fetchone()[0]
        db.execute(
            "insert into officer_phone values (?, ?, ?, ?, ?, null, null)",
            [number, token_hash(own), account_id, now, now + timedelta(days=DAYS)],
        )
        record(db, str(account_id), "phone.opened", phone=number, account=account_id)
    return own


def user_of_phone(store: Store, token: str | None, *, now: datetime) -> User | None:
    """Who this phone's token belongs to; None when it is unknown, shut, over, or the account disabled."""
    if not token:
        return None
    row = store.one(
        "select account_id from officer_phone where token_hash = $hash and revoked_at is null and expires_at > $now",
        hash=token_hash(token),
        now=now,
    )
    return load_user(store, row[0]) if row else None


def leave_phone(store: Store, token: str, *, actor: str, now: datetime) -> None:
    """The phone's token is worthless from now on. An unknown one leaves no trace."""
    _shut(store, "token_hash = ?", token_hash(token), actor=actor, now=now)


def revoke_phones(store: Store, account_id: int, *, actor: str, now: datetime) -> int:
    """All phones of an account are shut, and a link that was not used dies; how many phones there were."""
    with store.write(shown=False) as db:
        db.execute("delete from one_time_link where purpose = ? and used_at is null", [f"{PURPOSE}{account_id}"])
        return _shut(store, "account_id = ?", account_id, actor=actor, now=now)


def phones_of(store: Store, account_id: int, *, now: datetime) -> pd.DataFrame:
    """The account's phones that are open, the newest first: phone_id, made_at, expires_at. One row per phone."""
    return store.df(
        "select phone_id, made_at, expires_at from officer_phone where account_id = $id and revoked_at is null and expires_at > $now order by made_at desc",
        id=account_id,
        now=now,
    )


def _shut(store: Store, which: str, value: object, *, actor: str, now: datetime) -> int:
    with store.write(shown=False) as db:
        rows = db.execute(
            f"update officer_phone set revoked_by = ?, revoked_at = ? where {which} and revoked_at is null returning phone_id, account_id",  # noqa: S608 - ours
            [actor, now, value],
        ).fetchall()
        for phone, account in rows:
            record(db, actor, "phone.shut", phone=phone, account=account)
    return len(rows)
