"""People move in and out: one person in one bed at a time, and never more people than beds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import duckdb

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.places.reads import named_facts
from core.policy.places import PlaceKind, place_kinds
from core.registry.reach import reached
from core.store import Store, load_sql, run

AHEAD = timedelta(minutes=10)  # a clock that goes wrong
WHERE = """select l.name, r.name from lodging_stay s join lodging_room r on r.room_id = s.room_id join lodging l on l.lodging_id = r.lodging_id
  where s.person_id = $person and s.left_at is null"""


@dataclass(frozen=True)
class Moved:
    """`moved`: people who have a bed now; `left`: those for whom there was none."""

    moved: int
    left: int


def move_in(
    store: Store, scope: Scope, *, place_id: int, person_id: int, room_id: int | None = None, at: datetime, now: datetime, actor: str
) -> int:  # fmt: skip
    """Give a person a bed, in the room or in the first that has one free. Returns the stay's number; audited.

    Raises UserError place_unknown, place_shut, place_full, room_full, person_unknown, person_gone, person_in_bed (where), place_moment (still to come).
    """
    if at > now + AHEAD:
        raise UserError("place_moment")
    with store.write() as db:
        kind, name = _place(db, scope, place_id)
        if not reached(db, scope, [person_id], now.date()):
            raise UserError("person_unknown")
        if db.execute("select 1 where ? in (from gone_on(?))", [person_id, now.date()]).fetchone():
            raise UserError("place_person_gone")
        there = run(db, WHERE, person=person_id).fetchone()
        if there:
            raise UserError("person_in_bed", place=there[0], room=there[1])
        room = _room(db, place_id, room_id)
        moved = _assign(db, place_id, [person_id], [room], "any" if room_id is None else "wanted", at, actor)
        if not moved:
            raise UserError("place_full" if room_id is None else "room_full", place=name, room=room)
        _tell(db, kind, moved, kind.moved_in, at.date(), name)
        record(db, actor, "places.moved_in", place=place_id, people=moved, told=_told(db, kind, moved))
        return db.execute("select max(stay_id) from lodging_stay where person_id = ?", [person_id]).fetchone()[0]


def move_in_all(
    store: Store, scope: Scope, *, place_id: int, people: list[int], at: datetime, now: datetime, actor: str
) -> Moved:
    """Give all of them beds: in the room that their list names as far as it has one free, else in the next. In one step; audited. Raises UserError place_unknown,
    place_shut, place_moment."""
    if at > now + AHEAD:
        raise UserError("place_moment")
    with store.write() as db:
        kind, name = _place(db, scope, place_id)
        able = reached(db, scope, people, now.date()) - _gone(db, now.date())
        rows = run(
            db, load_sql(__file__, "meant.sql") + load_sql(__file__, "meant_rooms.sql"), scope=scope.roots, on=now.date(), lodging=place_id,
            **named_facts(),
        ).fetchall()  # fmt: skip
        rooms = dict(rows)
        able = [p for p in people if p in able]
        wanted = [rooms.get(p) for p in able]
        moved = _assign(db, place_id, able, wanted, "wanted", at, actor)
        moved += _assign(db, place_id, able, wanted, "any", at, actor)
        if moved:
            _tell(db, kind, moved, kind.moved_in, at.date(), name)
            record(db, actor, "places.moved_in", place=place_id, people=moved, told=_told(db, kind, moved))
    return Moved(len(moved), len(people) - len(moved))


def move_out(
    store: Store, scope: Scope, stay_ids: list[int], *, at: datetime, now: datetime, went_home: bool = False, actor: str
) -> int:
    """End stays; `went_home`: what that tells of who is on a list (a flood's: returned). Returns how many; audited. Raises UserError place_moment (still to come, or before they came)."""
    if at > now + AHEAD:
        raise UserError("place_moment")
    ended = """update lodging_stay set left_at = $at, out_by = $actor
    where left_at is null and stay_id in (select unnest($stays)) and room_id in (
      select r.room_id from lodging_room r join lodging l on l.lodging_id = r.lodging_id where l.grid_id in (from scope_grids($scope)))
    returning stay_id, person_id, came_at, room_id"""
    with store.write() as db:
        rows = run(db, ended, at=at, actor=actor, stays=[int(n) for n in stay_ids], scope=scope.roots).fetchall()
        if any(came > at for _, _, came, _ in rows):
            raise UserError("place_moment")
        if rows:
            told = 0
            for code, people in (
                _by_kind(db, [room for *_, room in rows], [p for _, p, *_ in rows]) if went_home else ()
            ):
                _tell(db, place_kinds()[code], people, place_kinds()[code].went_home, at.date(), None)
                told += _told(db, place_kinds()[code], people)
            record(db, actor, "places.moved_out", stays=sorted(r[0] for r in rows), told=told)
    return len(rows)


def _place(db: duckdb.DuckDBPyConnection, scope: Scope, place_id: int) -> tuple[PlaceKind, str]:
    row = run(
        db,
        "select kind, name, open from lodging where lodging_id = $place and grid_id in (from scope_grids($scope))",
        place=place_id,
        scope=scope.roots,
    ).fetchone()
    if row is None:
        raise UserError("place_unknown")
    if not row[2]:
        raise UserError("place_shut", place=row[1])
    return place_kinds()[row[0]], row[1]


def _gone(db: duckdb.DuckDBPyConnection, on: date) -> set[int]:
    return {n for (n,) in db.execute("select person_id from gone_on(?)", [on]).fetchall()}


def _room(db: duckdb.DuckDBPyConnection, place_id: int, room_id: int | None) -> str | None:
    if room_id is None:
        return None
    row = db.execute(
        "select name from lodging_room where room_id = ? and lodging_id = ?", [room_id, place_id]
    ).fetchone()
    if row is None:
        raise UserError("place_unknown")
    return row[0]


def _assign(
    db: duckdb.DuckDBPyConnection, place_id: int, people: list[int], wanted: list[str | None], which: str, at: datetime, actor: str
) -> list[int]:  # fmt: skip
    base = db.execute("select coalesce(max(stay_id), 0) from lodging_stay").fetchone()[0]
    run(
        db,
        load_sql(__file__, "assign.sql"),
        lodging=place_id,
        people=people,
        wanted=wanted,
        at=at,
        actor=actor,
        base=base,
        **{"pass": which},
    )
    return [n for (n,) in db.execute("select person_id from lodging_stay where stay_id > ?", [base]).fetchall()]


def _by_kind(db: duckdb.DuckDBPyConnection, rooms: list[int], people: list[int]) -> list[tuple[str, list[int]]]:
    sql = """select l.kind, list(a.person_id)
    from (select unnest(cast($rooms as integer[])) as room_id, unnest(cast($people as integer[])) as person_id) a
    join lodging_room r on r.room_id = a.room_id join lodging l on l.lodging_id = r.lodging_id group by l.kind"""
    return run(db, sql, rooms=rooms, people=people).fetchall()


def _told(db: duckdb.DuckDBPyConnection, kind: PlaceKind, people: list[int]) -> int:
    """Of how many of them something was told: their classes are judged anew."""
    if not kind.listed:
        return 0
    return run(db, load_sql(__file__, "listed.sql"), listed=list(kind.listed), people=people).fetchone()[0]


def _tell(
    db: duckdb.DuckDBPyConnection,
    kind: PlaceKind,
    people: list[int],
    facts: dict[str, str],
    on: date,
    place: str | None,
) -> None:
    """Facts of who is on a list of the emergency, from that day on: an evacuation list need not come again to say that they are in the shelter."""
    told = dict(facts) | ({kind.named: place} if kind.named and place else {})
    if not told or not kind.listed:
        return
    given = {"facts": list(told), "values": list(told.values())}
    run(db, load_sql(__file__, "tell.sql"), listed=list(kind.listed), people=people, on=on, **given)
