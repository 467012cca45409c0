"""Which place the name of a risk area means: a grid of the county, as any list may write it, or a place outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from core.domain import Scope
from core.errors import UserError
from core.ingest.workspace import Workspace
from core.screening.divisions import full_name, load_divisions
from core.screening.places import forget_places, read_places
from core.store import Store, load_sql

NEAREST = 6
LOOSE = "ending"  # a grid found by its name without the ending gives way to a province or city of that name
COMPARED = r"select lower(regexp_replace($text, '[\s,，、.。()（）\-]+', '', 'g'))"
LABEL = "select placed(p.name, p.level, g.name) from grid g left join grid p on p.grid_id = g.parent_id where g.grid_id = $grid"


@dataclass(frozen=True)
class Place:
    """A grid, or `code` (of a province, city or county) and what of it lies `below`; neither: a place that only its name tells. `name` in its
    normal form."""

    name: str
    grid_id: int | None = None
    code: str | None = None
    below: str | None = None


def find_place(store: Store, scope: Scope, name: str, *, outside: bool = False) -> Place:
    """Raises UserError: risk_place_several (which?) and risk_place_unknown (with the nearest names), both with the `places` that may be
    meant; risk_place_unheard (no name resembles it); risk_place_beyond (out of scope)."""
    there = _outside(store, name)
    if not outside:
        inside = _inside(store, scope, name)
        if inside is not None and not (inside[1] == LOOSE and any(own is None for *_, own in there)):
            return _grid(store, scope, inside[0])
    if len(there) > 1:
        _ask(name, [_there(store, row, outside=outside) for row in there if outside or _reached(store, scope, row[3])])
    if there and (outside or there[0][3] is None):
        return _there(store, there[0], outside=True)
    # so may be a place in our own county that no grid is
    if not outside:
        near = suggestions(store, scope, name)
        if not near:
            raise UserError("risk_place_unheard", name=name, places=[])
        raise UserError("risk_place_unknown", name=name, nearest="、".join(p.name for p in near), places=near)
    return unlisted(store, name)


def unlisted(store: Store, name: str) -> Place:
    """A place that no list has: looked for by its name alone."""
    return Place(name, below=store.value(COMPARED, text=name))


def suggestions(store: Store, scope: Scope, text: str, *, most: int = NEAREST) -> list[Place]:
    """What somebody who typed this may mean: grids in the scope, then places outside, the likest first."""
    load_divisions(store.cursor())
    rows = store.run(load_sql(__file__, "nearest.sql"), text=text.strip(), scope=scope.roots, most=most).fetchall()
    return [
        Place(name, grid_id=grid) if inside else Place(full_name(code), code=code) for name, grid, code, inside in rows
    ]


def _outside(store: Store, name: str) -> list[tuple[str, str, int, int | None]]:
    """(code, rest, ways, the county's grid if it is the county itself)"""
    db = store.cursor()
    read_places(db, "select cast($text as text) as text", text=name.strip())
    try:
        return db.execute(load_sql(__file__, "outside.sql")).fetchall()
    finally:
        forget_places(db)


def _there(store: Store, row: tuple[str, str, int, int | None], *, outside: bool) -> Place:
    code, rest, _, own = row
    if own is not None and not outside:
        return Place(store.value(LABEL, grid=own), grid_id=own)
    return Place(full_name(code) + rest, code=code, below=rest or None)


def _inside(store: Store, scope: Scope, name: str) -> tuple[int, str] | None:
    """(grid, how it was recognised). Raises where several grids are meant."""
    work = Workspace(store)
    try:
        work.script("keys.sql", scope=scope.roots)
        work.run(
            "create table plan.asked as select 'any' as axis, cast($name as text) as written, null::text as town, null::text as section",
            name=name.strip(),
        )
        work.script("places/grid_plain.sql")
        if work.value("select count(*) from plan.asked"):
            work.script("places/places.sql")
            work.script("places/grid_texts.sql")
        row = work.run("select grid_id, ways, how from plan.grid_text").fetchone()
        if row and row[0] is not None:
            return row[0], row[2]
        several = [grid for (grid,) in work.run("select distinct grid_id from plan.grid_option").fetchall()]
        if not several and row and (row[1] or 0) > 1:
            several = [
                grid
                for (grid,) in work.run("select grid_id from grid where name = $name", name=name.strip()).fetchall()
            ]
    finally:
        work.drop()
    if several:
        _ask(name, [Place(store.value(LABEL, grid=grid), grid_id=grid) for grid in several])
    return None


def _ask(name: str, places: list[Place]) -> NoReturn:
    places = sorted(places, key=lambda place: place.name)
    raise UserError("risk_place_several", name=name, options="、".join(p.name for p in places), places=places)


def _grid(store: Store, scope: Scope, grid_id: int) -> Place:
    label = store.value(LABEL, grid=grid_id)
    if not _reached(store, scope, grid_id):
        raise UserError("risk_place_beyond", name=label)
    return Place(label, grid_id=grid_id)


def _reached(store: Store, scope: Scope, grid_id: int | None) -> bool:
    """Of a place outside always."""
    within = "select $grid in (from scope_grids($scope))"
    return grid_id is None or store.value(within, grid=grid_id, scope=scope.roots) is True
