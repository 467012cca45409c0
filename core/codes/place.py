"""From a code to its place, and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.codes.token import minute_of, opened, sealed
from core.errors import UserError
from core.store import Store, load_sql

PATH = "/s/"  # of the address that a code holds
MINUTES = 2  # for which a rotating code is good: the one in which it is shown and the next


@dataclass(frozen=True)
class Place:
    code_id: int
    grid_id: int
    kind: str  # fixed | rotating
    label: str
    grid_code: str
    grid_name: str
    above: str | None  # name of the grid above


def token_of(store: Store, code_id: int, *, at: datetime | None = None) -> str:
    """The token of a code, at most 40 characters; of a rotating one as shown `at` (needed there). Raises UserError code_unknown."""
    kind = store.value("select kind from place_code where code_id = $code", code=code_id)
    if kind is None or (kind == "rotating" and at is None):
        raise UserError("code_unknown")
    return sealed(_secret(store), code_id, minute_of(at) if kind == "rotating" else None)


def place_of(store: Store, token: str, *, at: datetime) -> Place:
    """Where a scanned code stands. Raises UserError: code_forged (nobody here made it), code_expired (a rotating one, photographed),
    code_revoked (or its place is closed), code_unknown (made here, but not in this store)."""
    said = opened(_secret(store), token)
    if said is None:
        raise UserError("code_forged")
    row = store.one(load_sql(__file__, "place.sql"), code=said.code_id, today=at.date())
    if row is None or (row[2] == "rotating") != (said.minute is not None):
        raise UserError("code_unknown")
    if row[-1]:
        raise UserError("code_revoked")
    if said.minute is not None and not 0 <= minute_of(at) - said.minute < MINUTES:
        raise UserError("code_expired")
    return Place(*row[:-1])


def _secret(store: Store) -> str:
    return store.value("select value from secret where name = 'place_code'")
