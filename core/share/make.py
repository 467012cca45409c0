"""A share is made, gets another token, is revoked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from core.access.sessions import token_hash
from core.audit.denied import not_allowed
from core.audit.record import record
from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.policy.names import known_classes
from core.share.contents import CONTENTS
from core.share.reads import Share, find_share
from core.store import Store, run

WRITE = "shares.make"
DISCLOSE = "registers.disclose"
LONGEST = 200  # characters of each text
LONGEST_DAYS = 366  # a share ends; who needs it longer makes it anew
PER_MINUTE, MOST_PER_MINUTE = 10, 120
COMMAND_LINE = "command line"
EVERYBODY = Scope((EVERYTHING,))


def make_share(
    store: Store,
    *,
    by: User | None,
    name: str,
    content: str,
    columns: Sequence[str],
    grids: Sequence[int],
    department: str,
    purpose: str,
    ground: str,
    until: date,
    today: date,
    now: datetime,
    person_class: str | None = None,
    reason: str | None = None,
    address: bool = True,
    per_minute: int = PER_MINUTE,
) -> tuple[int, str | None]:
    """A share of some columns of `content` in `grids` (0: the whole store) until a day; `by` None: the command line. Returns its number and, with an `address`, the
    token, which is shown this once. Audited (without the texts). Personal columns need a `reason` and the right to disclose.

    Raises NotAllowed disclose_not_allowed; UserError share_text (what: name | department | purpose | ground), share_content, share_columns, share_class, share_grids,
    share_grid_closed, share_until, share_reason, share_per_minute.
    """
    texts = {"name": name, "department": department, "purpose": purpose, "ground": ground}
    for what, text in texts.items():
        if not text.strip() or len(text.strip()) > LONGEST:
            raise UserError("share_text", what=what, most=LONGEST)
    _check_content(content, columns, person_class)
    reason = _reason(store, content, columns, reason, by)
    _check_grids(store, by, grids, today)
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        raise UserError("share_until", most=LONGEST_DAYS)
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        raise UserError("share_per_minute", most=MOST_PER_MINUTE)
    token = secrets.token_urlsafe(32) if address else None
    actor = by.login if by else COMMAND_LINE
    with store.write(shown=False) as db:
        number = db.execute("select coalesce(max(share_id), 0) + 1 from share").fetchone()[0]
        run(
            db,
            "insert into share values ($number, $name, $content, $columns, $class, $department, $purpose, $ground, $reason, $key, $hash, $per_minute, $until,"
            " $account, $actor, $now, null, null)",
            **{each: text.strip() for each, text in texts.items()}, **{"class": person_class}, number=number, content=content,
            columns=[c for c in CONTENTS[content].all if c in columns], reason=reason, key=secrets.token_hex(32), hash=token and token_hash(token),
            per_minute=per_minute, until=until, account=by.account_id if by else None, actor=actor, now=now,
        )  # fmt: skip
        db.executemany("insert into share_grid values (?, ?)", [[number, int(grid)] for grid in dict.fromkeys(grids)])
        record(
            db, actor, "share.made", share=number, content=content, columns=list(columns), grids=list(grids), until=until, token=address, disclosed=reason is not None
        )  # fmt: skip
    return number, token


def new_token(store: Store, by: User | None, share_id: int, *, now: datetime) -> str:
    """Another token; the former one opens nothing any more. Shown this once; audited. Raises UserError share_unknown, share_revoked, share_expired."""
    share = _within(store, by, share_id)
    if share.revoked_at is not None:
        raise UserError("share_revoked", number=share.share_id)
    if share.until < now.date():
        raise UserError("share_expired", until=share.until.isoformat())
    token = secrets.token_urlsafe(32)
    with store.write(shown=False) as db:
        run(
            db,
            "update share set token_hash = $hash where share_id = $share",
            hash=token_hash(token),
            share=share.share_id,
        )
        record(db, by.login if by else COMMAND_LINE, "share.token", share=share.share_id)
    return token


def revoke(store: Store, by: User | None, share_id: int, *, now: datetime) -> None:
    """Nothing is handed out from now on, by token or as a file; audited. Raises UserError share_unknown, share_revoked (before)."""
    share = _within(store, by, share_id)
    actor = by.login if by else COMMAND_LINE
    with store.write(shown=False) as db:
        changed = run(
            db,
            "update share set revoked_by = $actor, revoked_at = $now where share_id = $share and revoked_at is null returning 1",
            actor=actor, now=now, share=share.share_id,
        ).fetchall()  # fmt: skip
        if not changed:
            raise UserError("share_revoked", number=share.share_id)
        record(db, actor, "share.revoked", share=share.share_id)


def _within(store: Store, by: User | None, share_id: int) -> Share:
    """One's own, or one of which the reader sees every grid."""
    share = find_share(store, share_id)
    if share is None:
        raise UserError("share_unknown", number=share_id)
    held = [
        g
        for (g,) in store.run("select grid_id from share_grid where share_id = $share", share=share.share_id).fetchall()
    ]
    own = by is None or (share.account_id is not None and share.account_id == by.account_id)
    if not own and _outside(store, by, held):
        raise UserError("share_unknown", number=share_id)
    return share


def _outside(store: Store, by: User | None, grids: Sequence[int]) -> list[int]:
    scope = by.scope if by else EVERYBODY
    seen = {g for (g,) in store.run("from scope_grids($scope)", scope=scope.roots).fetchall()}
    seen |= {EVERYTHING} if EVERYTHING in scope.grids else set()
    return [int(g) for g in grids if int(g) not in seen]


def _check_content(content: str, columns: Sequence[str], person_class: str | None) -> None:
    if content not in CONTENTS:
        raise UserError("share_content", content=content, allowed=", ".join(CONTENTS))
    wrong = [c for c in columns if c not in CONTENTS[content].all]
    if wrong or not columns:
        raise UserError("share_columns", columns=", ".join(wrong) or "–", allowed=", ".join(CONTENTS[content].all))
    if person_class is not None and (content != "people" or person_class not in known_classes()):
        raise UserError("share_class", code=person_class)


def _reason(store: Store, content: str, columns: Sequence[str], reason: str | None, by: User | None) -> str | None:
    """Kept only where something personal leaves."""
    if not any(c in CONTENTS[content].personal for c in columns):
        return None
    if by is not None and not by.may(DISCLOSE):
        raise not_allowed(store, by.login, "disclose_not_allowed")
    reason = (reason or "").strip()
    if not reason or len(reason) > LONGEST:
        raise UserError("share_reason", most=LONGEST)
    return reason


def _check_grids(store: Store, by: User | None, grids: Sequence[int], today: date) -> None:
    if not grids or _outside(store, by, grids):
        raise UserError("share_grids")
    closed = store.one(
        "select name from grid where list_contains($grids, grid_id) and closed_on <= $today limit 1", grids=[int(g) for g in grids], today=today
    )  # fmt: skip
    if closed:
        raise UserError("share_grid_closed", grid=closed[0])
