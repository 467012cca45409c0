"""Reads of places for people: the list with what is free, one place's rooms and people, who is meant for it, towns short of beds."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.policy.places import place_kinds
from core.registry.people import shown
from core.store import Store, load_sql

MOST = 2000
TOWN = "township"


def named_facts() -> dict[str, object]:
    named = [(kind.named, code) for code, kind in place_kinds().items() if kind.named]
    return {"facts": [fact for fact, _ in named], "fact_kinds": [code for _, code in named]}


def places(
    store: Store,
    scope: Scope,
    *,
    on: date,
    grid: int = EVERYTHING,
    kind: str | None = None,
    place_id: int | None = None,
) -> pd.DataFrame:
    """Grain: one row per place that lies in the grid. Columns: lodging_id, kind (quarantine | shelter), name, township, town_id (its grid), grid_code, grid_name, unit (code), address,
    contact, phone (masked unless the scope reveals work phones), open, rooms, beds, taken, free, expected (people whom a list means for it and who are in no bed)."""
    return store.df(
        load_sql(__file__, "meant.sql") + load_sql(__file__, "places.sql"), scope=scope.roots, on=on, grid=grid, kind=kind, town=TOWN, lodging=place_id,
        show_work_phone="work_phone" in scope.reveal, **named_facts(),
    )  # fmt: skip


def rooms(store: Store, scope: Scope, *, place_id: int) -> pd.DataFrame:
    """Grain: one row per room: room_id, name ('' of a place without rooms), beds, taken, free."""
    return store.df(load_sql(__file__, "rooms.sql"), scope=scope.roots, lodging=place_id)


def inside(
    store: Store,
    scope: Scope,
    *,
    on: date,
    place_id: int | None = None,
    gone_since: datetime | None = None,
    limit: int = MOST,
) -> pd.DataFrame:
    """Who is in a place (or in all), by room and bed; with `gone_since` those who have left since then as well.

    Grain: one row per stay. Columns: stay_id, lodging_id, place, room, bed, person_id, name, sex, age, phone (both masked unless revealed), home, class, until (when the
    list or the class lets them go), over (bool), came_at, left_at, in_by."""
    return store.df(
        load_sql(__file__, "inside.sql"),
        scope=scope.roots,
        on=on,
        lodging=place_id,
        gone_since=gone_since,
        limit=limit,
        **_names(scope),
    )


def expected(store: Store, scope: Scope, *, on: date, place_id: int, limit: int = MOST) -> pd.DataFrame:
    """Whom a list of quarantine or of evacuation means for the place and who is in no bed: person_id, name, sex, household_id, phone, home, by_list (quarantine | shelter), room
    (as the list has it), since, until. One row per person."""
    return store.df(
        load_sql(__file__, "meant.sql") + load_sql(__file__, "expected.sql"), scope=scope.roots, on=on, lodging=place_id, limit=limit, **named_facts(),
        **_names(scope),
    )  # fmt: skip


def towns(store: Store, scope: Scope, *, on: date, kind: str, grid: int = EVERYTHING) -> pd.DataFrame:
    """Who needs a place of the kind and is in none, and what is free, those most short first. Grain: one row per township (code and name missing: home not known): code,
    name, waiting (people), places, beds, taken, free."""
    wanted = place_kinds()[kind]
    return store.df(
        load_sql(__file__, "waiting.sql") + load_sql(__file__, "towns.sql"),
        scope=scope.roots,
        on=on,
        grid=grid,
        kind=kind,
        classes=list(wanted.waiting),
        phases=list(wanted.places),
        town=TOWN,
    )


def waiting(store: Store, scope: Scope, *, on: date, kind: str, grid: int, limit: int = MOST) -> pd.DataFrame:
    """Whose class asks for a place of the kind, who lives in the grid and is in no bed, the latest first. Grain: one row per person: person_id, name, sex, household_id, phone, home, class,
    since, until."""
    wanted = place_kinds()[kind]
    return store.df(
        load_sql(__file__, "waiting.sql") + load_sql(__file__, "waiting_page.sql"), scope=scope.roots, on=on, grid=grid, classes=list(wanted.waiting),
        phases=list(wanted.places), limit=limit, **_names(scope),
    )  # fmt: skip


def bed_of(store: Store, scope: Scope, *, on: date, person_id: int) -> tuple[int, str, str] | None:
    """Where a person stays now: the place's number and name, the room ('': without rooms). None: in no bed, or out of reach."""
    row = store.one(load_sql(__file__, "bed_of.sql"), person_id=person_id, scope=scope.roots, on=on)
    return row[:3] if row else None


def _names(scope: Scope) -> dict[str, bool]:
    known = shown(scope)
    return {name: known[name] for name in ("show_name", "show_phone")}
