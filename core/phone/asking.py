"""Whether anything may be asked: only while a declared emergency stands, and only where it does."""

from __future__ import annotations

from datetime import date

from core.policy.emergency import Emergency, emergencies
from core.policy.running import running
from core.store import Store

ABOVE = "select 1 from grid_tree where grid_id = $grid and ancestor_id = $area"
UNIT = "select u.kind from grid_tree t join unit u on u.grid_id = t.ancestor_id where t.grid_id = $grid limit 1"
READING_DUE = """select count(*) from task where list_contains($people, person_id) and list_contains($measures, measure)
  and status in ('open', 'overdue')"""


def standing(store: Store, day: date, *, grid_id: int | None = None) -> Emergency | None:
    """The latest emergency that holds on the day, at the place; without a place: anywhere in the county."""
    held = [each for each in emergencies(store) if each.holds(day) and _reaches(store, each, grid_id)]
    return held[-1] if held else None


def unit_kind(store: Store, grid_id: int) -> str | None:
    """school, enterprise … of the unit that a place is part of; None: a place of an area."""
    return store.value(UNIT, grid=grid_id)


def asks_temperature(store: Store, grid_id: int, people: list[int], day: date) -> bool:
    """Units ask everybody; elsewhere those are asked of whom a reading is due."""
    if unit_kind(store, grid_id):
        return True
    measures = [m.code for m in running(store, day).measures.values() if "temperature" in m.done_by]
    return bool(store.value(READING_DUE, people=people, measures=measures))


def _reaches(store: Store, emergency: Emergency, grid_id: int | None) -> bool:
    if grid_id is None or emergency.grid_id is None:
        return True
    return store.value(ABOVE, grid=grid_id, area=emergency.grid_id) is not None
