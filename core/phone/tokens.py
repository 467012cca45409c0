"""A phone is known again by a signed token in its cookie; the store keeps only the hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

from core.access.sessions import token_hash
from core.audit.record import record
from core.phone.once import form_number
from core.store import Store, run

LONGEST = 80


def new_phone(store: Store, *, form_id: str, now: datetime) -> tuple[int, str]:
    """The number of a phone seen for the first time, and its token: made of the form's number, so that a first form that is sent five times
    before the first answer came is one phone. Raises UserError phone_form."""
    body = _mac(store, f"first form {form_number(form_id)} {now.date()}")
    token = f"{body}.{_mac(store, body)}"
    with store.write(shown=False) as db:
        before = run(db, "select phone_id, revoked_at is not null from phone_token where token_hash = $hash", hash=token_hash(token)).fetchone()  # fmt: skip
        if before and not before[1]:
            return before[0], token
        if before:  # forgotten since: another
            body = secrets.token_urlsafe(24)
            token = f"{body}.{_mac(store, body)}"
        number = run(db, "select coalesce(max(phone_id), 0) + 1 from phone_token").fetchone()[0]
        run(
            db,
            "insert into phone_token values ($phone, $hash, $now, null)",
            phone=number,
            hash=token_hash(token),
            now=now,
        )
        record(db, actor(number), "phone.known")
    return number, token


def phone_of(store: Store, token: str | None) -> int | None:
    """The phone with this token; None: forged, unknown or forgotten. A forged one is not looked up."""
    if not token or len(token) > LONGEST or not token.isascii():
        return None
    body, _, mac = token.partition(".")
    if not hmac.compare_digest(mac, _mac(store, body)):
        return None
    return store.value(
        "select phone_id from phone_token where token_hash = $hash and revoked_at is null", hash=token_hash(token)
    )


def opened_mark(store: Store, code: str) -> str:
    """What a phone keeps of a code that it opened while it was shown, so that its form may take longer than the code is good."""
    return _mac(store, f"opened {code}")


def has_opened(store: Store, code: str, mark: str | None) -> bool:
    return mark is not None and mark.isascii() and hmac.compare_digest(mark, opened_mark(store, code))


def forget(store: Store, phone_id: int, *, now: datetime) -> None:
    """Nobody is on this phone any more, and its token is worthless; audited. What was sent with it stays what it is."""
    with store.write(shown=False) as db:
        run(db, "delete from phone_person where phone_id = $phone", phone=phone_id)
        run(db, "update phone_token set revoked_at = $now where phone_id = $phone", phone=phone_id, now=now)
        record(db, actor(phone_id), "phone.forgotten")


def actor(phone_id: int | None) -> str:
    """How the audit log calls what was done by phone."""
    return "phone" if phone_id is None else f"phone-{phone_id}"


def _mac(store: Store, body: str) -> str:
    secret = store.value("select value from secret where name = 'phone'")
    return hmac.new(secret.encode(), b"phone" + body.encode(), hashlib.sha256).hexdigest()[:24]
