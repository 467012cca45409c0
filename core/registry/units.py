"""Units (enterprises, schools, sites …): the list with its filters, one unit, its tree and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.registry.people import shown
from core.store import Store, load_sql
from core.store.kept import of_told

KINDS = ("enterprise", "school", "site", "government", "hospital", "other")
STATES = ("resumed", "applied", "closed")
NOT_RESUMED = "not_resumed"  # applied or closed
UNTOLD = "untold"  # no list says why it is not open


@dataclass(frozen=True)
class Unit:
    """The root of a block tree and where it lies."""

    grid_id: int
    code: str
    name: str
    kind: str
    industry: str | None
    resumption: str
    resumed_on: date | None
    staff: int | None  # people expected
    staff_back: int | None
    obstacle: str | None  # why it has not reopened, as its list says
    area_id: int | None
    area_code: str | None
    area_name: str | None
    lon: float | None
    lat: float | None
    closed_on: date | None = None  # from then on it is no more
    closed_note: str | None = None
    into_name: str | None = None  # what it went into


@of_told
def units(
    store: Store,
    scope: Scope,
    *,
    grid: int = EVERYTHING,
    kind: str | None = None,
    industry: str | None = None,
    resumption: str | None = None,
    obstacle: str | None = None,
    text: str = "",
    as_of: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> pd.DataFrame:
    """One page of the units in `grid` that answer to all filters (`text`: part of name or code), those not open first, by township and name.

    Grain: one row per unit. Columns: grid_id, code, name, kind, industry, resumption, resumed_on, staff, staff_back, obstacle, back_share (0–1),
    people (assigned, in the whole tree), township, area_name, responsible, phone (masked unless revealed).
    """
    return store.df(
        load_sql(__file__, "units_matched.sql") + load_sql(__file__, "units_page.sql"),
        **conditions_of(scope, grid, kind, industry, resumption, obstacle, text),
        **shown(scope),
        as_of=as_of or date.max,
        limit=limit,
        offset=offset,
    )


@of_told
def unit_counts(
    store: Store,
    scope: Scope,
    *,
    grid: int = EVERYTHING,
    kind: str | None = None,
    industry: str | None = None,
    resumption: str | None = None,
    obstacle: str | None = None,
    text: str = "",
) -> dict[str, int]:
    """Of the units that `units` finds: units, resumed, applied, closed (units); staff, staff_back (people)."""
    cursor = store.run(
        load_sql(__file__, "units_matched.sql") + load_sql(__file__, "units_count.sql"),
        **conditions_of(scope, grid, kind, industry, resumption, obstacle, text),
    )
    return dict(zip([c[0] for c in cursor.description], cursor.fetchone(), strict=True))


@of_told
def obstacles(
    store: Store,
    scope: Scope,
    *,
    grid: int = EVERYTHING,
    kind: str | None = None,
    industry: str | None = None,
) -> pd.DataFrame:
    """What keeps units from reopening, most units first, what no list tells last. A unit of two reasons counts for both.

    Grain: one row per reason. Columns: obstacle (UNTOLD: not told), units.
    """
    return store.df(
        load_sql(__file__, "units_matched.sql") + load_sql(__file__, "units_obstacles.sql"),
        **conditions_of(scope, grid, kind, industry, NOT_RESUMED, None, ""),
    )


@of_told
def industries(store: Store, scope: Scope, *, grid: int = EVERYTHING) -> list[str]:
    """The industries that units in `grid` name, in order."""
    rows = store.run(
        """select distinct industry from unit
        where industry is not null and grid_id in (from scope_grids($scope))
          and grid_id in (select grid_id from grid_tree where ancestor_id = $grid) order by industry""",
        scope=scope.roots,
        grid=grid,
    ).fetchall()
    return [name for (name,) in rows]


def unit(store: Store, scope: Scope, *, code: str) -> Unit | None:
    """The unit with that code; None when there is none or the scope does not reach it."""
    row = store.one(load_sql(__file__, "unit.sql"), code=code, scope=scope.roots)
    return Unit(*row) if row else None


def unit_tree(store: Store, scope: Scope, *, grid_id: int, day: date, as_of: date | None = None) -> pd.DataFrame:
    """The unit and all below it, in the order of an indented list.

    Grain: one row per grid. Columns: grid_id, code, name, level, parent_id, depth (unit: 0), people (assigned here or below), parents (of pupils, as assigned), check_ins (of
    `day`, here or below), responsible, phone (masked unless revealed).
    """
    return store.df(
        load_sql(__file__, "unit_tree.sql"),
        grid_id=grid_id,
        scope=scope.roots,
        day=day,
        as_of=as_of or day,
        **shown(scope),
    )


def duties(store: Store, scope: Scope, *, grid_id: int) -> pd.DataFrame:
    """Who answers for a grid: role (responsible | deputy | as a chain calls it), name, position, phone (masked unless revealed), duties. One row per duty."""
    return store.df(load_sql(__file__, "unit_duties.sql"), grid_id=grid_id, scope=scope.roots, **shown(scope))


def conditions_of(
    scope: Scope,
    grid: int,
    kind: str | None,
    industry: str | None,
    resumption: str | None,
    obstacle: str | None,
    text: str,
) -> dict[str, object]:
    return {
        "scope": scope.roots,
        "grid": grid,
        "kind": kind,
        "industry": industry,
        "resumption": resumption,
        "obstacle": obstacle,
        "text": text.strip().lower() or None,
    }
