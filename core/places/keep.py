"""A place typed in, or changed: what a list of places does for many."""

from __future__ import annotations

import duckdb

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.policy.places import place_kinds
from core.store import Store, run

WRITE = "places.write"
LONGEST, MOST_ROOMS, MOST_BEDS = 60, 500, 5000
IN_SCOPE = "select grid_id from grid where code = $code and axis = 'area' and grid_id in (from scope_grids($scope))"


def add_place(
    store: Store, scope: Scope, *, kind: str, name: str, grid: str, rooms: int, beds: int, first_room: int = 101, address: str = "", contact: str = "",
    phone: str = "", actor: str,
) -> int:  # fmt: skip
    """A place with so many `rooms` of so many `beds` each, numbered from `first_room` on; without rooms `beds` in all. `grid`: the code of the area grid in which it lies. Returns its
    number; audited. Raises UserError place_kind, place_name, place_rooms, place_there (one of that name and kind), grid_not_found."""
    name = name.strip()
    if kind not in place_kinds():
        raise UserError("place_kind", kind=kind, kinds=", ".join(place_kinds()))
    if not name or max(map(len, (name, address, contact, phone))) > LONGEST:
        raise UserError("place_name", most=LONGEST)
    if not 0 <= rooms <= MOST_ROOMS or not 1 <= beds <= MOST_BEDS:
        raise UserError("place_rooms", rooms=MOST_ROOMS, beds=MOST_BEDS)
    with store.write() as db:
        lies = run(db, IN_SCOPE, code=grid, scope=scope.roots).fetchone()
        if lies is None:
            raise UserError("grid_not_found", code=grid)
        same = "select lodging_id from lodging where kind = $kind and lodging_key(name) = lodging_key($name)"
        if run(db, same, kind=kind, name=name).fetchone():
            raise UserError("place_there", name=name)
        number = db.execute("select coalesce(max(lodging_id), 0) + 1 from lodging").fetchone()[0]
        db.execute(
            "insert into lodging values (?, ?, ?, ?, null, ?, ?, ?, true, null)",
            [number, kind, name, lies[0], address.strip() or None, contact.strip() or None, phone.strip() or None],
        )
        _rooms(db, number, rooms, beds, first_room)
        record(db, actor, "places.added", place=number, kind=kind, grid=lies[0], rooms=rooms, beds=beds)
    return number


def _rooms(db: duckdb.DuckDBPyConnection, place: int, rooms: int, beds: int, first: int) -> None:
    sql = """insert into lodging_room
    select (select coalesce(max(room_id), 0) from lodging_room) + n + 1, $place, case when $rooms = 0 then '' else cast($first + n as text) end, $beds, null
    from (select unnest(range(cast($many as integer))) as n)"""
    run(db, sql, place=place, rooms=rooms, beds=beds, first=first, many=max(rooms, 1))


def change_place(store: Store, scope: Scope, *, place_id: int, open: bool, actor: str) -> None:
    """Open a place, or close it once nobody is in it; audited. Raises UserError place_unknown, place_not_empty."""
    with store.write() as db:
        known = run(
            db,
            "select lodging_id from lodging where lodging_id = $place and grid_id in (from scope_grids($scope))",
            place=place_id,
            scope=scope.roots,
        ).fetchone()
        if known is None:
            raise UserError("place_unknown")
        held = """select count(*) from lodging_stay s join lodging_room r on r.room_id = s.room_id where s.left_at is null and r.lodging_id = ?"""
        people = db.execute(held, [place_id]).fetchone()[0]
        if people and not open:
            raise UserError("place_not_empty", people=people)
        db.execute("update lodging set open = ? where lodging_id = ?", [open, place_id])
        record(db, actor, "places.opened" if open else "places.closed", place=place_id)
