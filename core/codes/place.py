"""From a code to its place, and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.codes.token import FIXED, ROTATING, SCREEN, minute_of, opened, sealed
from core.errors import UserError
from core.store import Store, load_sql

PATH = "/s/"  # of the address that a code holds
MINUTES = 2  # for which a rotating code is good: the one in which it is shown and the next
OPENED_MINUTES = 15  # for whom it was opened by in time: so long a first form may take


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
    if kind == "rotating":
        return sealed(_secret(store), ROTATING, code_id, minute_of(at))
    return sealed(_secret(store), FIXED, code_id)


def screen_of(store: Store, code_id: int) -> str:
    """The token of the screen that shows a rotating code: whoever knows it can show the code, so it is given to the gate alone."""
    return sealed(_secret(store), SCREEN, code_id)


def shown_on(store: Store, token: str, *, today: date) -> Place:
    """The place whose rotating code a screen shows. Raises UserError as `place_of` does."""
    said = opened(_secret(store), token)
    if said is None or said.kind != SCREEN:
        raise UserError("code_forged")
    return _standing(store, said.code_id, "rotating", today)


def place_of(store: Store, token: str, *, at: datetime, opened_in_time: bool = False) -> Place:
    """Where a scanned code stands. `opened_in_time`: this phone opened it while it was shown, and goes on with its form.

    Raises UserError: code_forged (nobody here made it), code_expired (a rotating one, photographed), code_revoked (or its place is closed),
    code_unknown (made here, but not in this store)."""
    said = opened(_secret(store), token)
    if said is None or said.kind == SCREEN:
        raise UserError("code_forged")
    place = _standing(store, said.code_id, "rotating" if said.kind == ROTATING else "fixed", at.date())
    first, end = (-1, OPENED_MINUTES) if opened_in_time else (0, MINUTES)  # a phone counts its seconds roughly
    if said.minute is not None and not first <= minute_of(at) - said.minute < end:
        raise UserError("code_expired", code=place.code_id)
    return place


def hangs_at(store: Store, token: str, *, today: date) -> Place | None:
    """Where a code hangs whenever it was scanned, for who tells something of the place. None: not one of ours, or it counts no more."""
    said = opened(_secret(store), token)
    if said is None or said.kind == SCREEN:
        return None
    try:
        return _standing(store, said.code_id, "rotating" if said.kind == ROTATING else "fixed", today)
    except UserError:
        return None


def _standing(store: Store, code_id: int, kind: str, today: date) -> Place:
    row = store.one(load_sql(__file__, "place.sql"), code=code_id, today=today)
    if row is None or row[2] != kind:
        raise UserError("code_unknown")
    if row[-1]:
        raise UserError("code_revoked", code=code_id)
    return Place(*row[:-1])


def _secret(store: Store) -> str:
    return store.value("select value from secret where name = 'place_code'")
