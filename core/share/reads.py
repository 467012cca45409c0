"""Reads of shares: the list with its state, who holds a token, each use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from core.access.sessions import token_hash
from core.domain import Scope
from core.store import Store, load_sql


@dataclass(frozen=True)
class Share:
    """As it is stored; its key and its token's hash stay in the store."""

    share_id: int
    name: str
    content: str
    columns: list[str]
    person_class: str | None
    department: str
    purpose: str
    ground: str
    reason: str | None
    per_minute: int
    until: date
    account_id: int | None
    made_by: str
    made_at: datetime
    revoked_at: datetime | None


COLUMNS = 'share_id, name, content, columns, "class", department, purpose, ground, reason, per_minute, until, account_id, made_by, made_at, revoked_at'


def find_share(store: Store, share_id: int) -> Share | None:
    row = store.one(f"select {COLUMNS} from share where share_id = $share", share=int(share_id))  # noqa: S608 - our own words
    return Share(*row) if row else None


def share_of_token(store: Store, token: str) -> int | None:
    """Which share a token opens, whatever its state; None for any other text."""
    return store.value("select share_id from share where token_hash = $hash", hash=token_hash(token)) if token else None


def shares(store: Store, scope: Scope, *, account: int | None, today: date) -> pd.DataFrame:
    """The shares that a reader made, or all of whose grids they see; those in force first. Grain: one row per share: share_id, name, content, columns, class,
    department, purpose, ground, reason, has_token, per_minute, until, made_by, made_at, revoked_by, revoked_at, state (standing | over | revoked | grid_gone),
    grids and gone (lists of names; of the whole store none), uses, refused, last_used (moment)."""
    return store.df(load_sql(__file__, "shares.sql"), scope=scope.roots, account=account, today=today)


def share_uses(store: Store, share_id: int, *, limit: int = 100) -> pd.DataFrame:
    """The last times that it was asked for, the newest first: used_at, way, source, rows, refused (code)."""
    return store.df(
        "select used_at, way, source, rows, refused from share_use where share_id = $share order by used_at desc limit $limit",
        share=int(share_id),
        limit=limit,
    )
