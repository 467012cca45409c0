"""A clue is written down: by the staff who heard it, later by the public itself. One function for both."""

from __future__ import annotations

import secrets
from datetime import datetime

import duckdb

from core.audit.record import record
from core.clues.pictures import place_of, remade
from core.crypt import sealed
from core.domain import Scope
from core.errors import UserError
from core.policy.clues import clue_kinds
from core.registry.reach import reached
from core.store import Store, run

CHANNELS = ("phone", "visit", "letter", "online", "patrol")
LONGEST = 2000  # characters of what is told
SHORT = 100  # of a place or a name
PLAIN = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # what nobody mistakes on the telephone


def take(
    store: Store, scope: Scope, *, told: str, kind: str, place: str = "", grid: int | None = None, person_id: int | None = None, alert_id: int | None = None,
    channel: str = "phone", teller: str = "", teller_phone: str = "", pictures: list[bytes] = (), at: datetime, actor: str,
) -> str:  # fmt: skip
    """Take a clue in; returns its receipt number, by which who told it can ask again. Audited (nothing of what was told).

    `grid`: where, as far as it is known; of a clue about a person their home goes without saying. `pictures`: up to three files of at most 5 MB; they are made anew. Who told it may stay unnamed.

    Raises UserError clue_told (empty, or too long), clue_kind, clue_channel, clue_grid (unknown or out of reach; without any where the scope is not the whole county), person_unknown, alert_unknown,
    clue_pictures, clue_picture_large, clue_picture_bad."""
    told, place, teller, teller_phone = told.strip(), place.strip(), teller.strip(), teller_phone.strip()
    if not told or len(told) > LONGEST or max(map(len, (place, teller, teller_phone))) > SHORT:
        raise UserError("clue_told", most=LONGEST, short=SHORT)
    if kind not in clue_kinds():
        raise UserError("clue_kind", kind=kind, allowed=", ".join(clue_kinds()))
    if channel not in CHANNELS:
        raise UserError("clue_channel", channel=channel, allowed=", ".join(CHANNELS))
    made = remade(list(pictures))
    with store.write() as db:
        linked(db, scope, person_id, alert_id, at)
        grid = grid or home_of(db, person_id)
        if not may_lie(db, scope, grid):
            raise UserError("clue_grid")
        number = db.execute("select coalesce(max(clue_id), 0) + 1 from clue").fetchone()[0]
        receipt = _receipt(db, at)
        run(
            db,
            "insert into clue (clue_id, receipt, kind, told, place, grid_id, person_id, alert_id, channel, teller, teller_phone, told_at, taken_by)"
            " values ($id, $receipt, $kind, $told, nullif($place, ''), $grid, $person, $alert, $channel, nullif($teller, ''), nullif($phone, ''), $at, $actor)",
            id=number, receipt=receipt, kind=kind, told=told, place=place, grid=grid, person=person_id, alert=alert_id, channel=channel, teller=teller,
            phone=teller_phone, at=at, actor=actor,
        )  # fmt: skip
        for position, each in enumerate(made, 1):
            db.execute(
                "insert into clue_picture values (?, ?, ?, ?, ?)",
                [
                    number,
                    position,
                    sealed(store.settings, each.jpeg, place_of(number, position)),
                    each.width,
                    each.height,
                ],
            )
        record(db, actor, "clue.taken", clue=number, kind=kind, grid=grid, pictures=len(made))
    return receipt


def linked(
    db: duckdb.DuckDBPyConnection, scope: Scope, person_id: int | None, alert_id: int | None, at: datetime
) -> None:
    """Raises UserError person_unknown, alert_unknown where the scope does not reach them."""
    if person_id is not None and not reached(db, scope, [person_id], at.date()):
        raise UserError("person_unknown")
    if alert_id is not None and not run(
        db, "select 1 where $alert in (from scope_alerts($scope))", alert=alert_id, scope=scope.roots
    ).fetchone():  # fmt: skip
        raise UserError("alert_unknown", alert=alert_id)


def home_of(db: duckdb.DuckDBPyConnection, person_id: int | None) -> int | None:
    row = run(db, "select home_grid_id from person where person_id = $person", person=person_id).fetchone()
    return row[0] if row else None


def may_lie(db: duckdb.DuckDBPyConnection, scope: Scope, grid: int | None) -> bool:
    """Only who sees the whole county would see a clue of nowhere again."""
    if grid is None:
        return 0 in scope.roots
    return run(db, "select 1 where $grid in (from scope_grids($scope))", grid=grid, scope=scope.roots).fetchone() is not None  # fmt: skip


def _receipt(db: duckdb.DuckDBPyConnection, at: datetime) -> str:
    """Day and number of the day, and two characters that can't be guessed from another's."""
    day = f"XS{at:%Y%m%d}-"
    last = run(
        db, "select max(cast(substring(receipt, 12, 4) as integer)) from clue where starts_with(receipt, $day)", day=day
    ).fetchone()[0]  # fmt: skip
    tail = "".join(secrets.choice(PLAIN) for _ in range(4))
    return f"{day}{(last or 0) + 1:04d}-{tail}"
