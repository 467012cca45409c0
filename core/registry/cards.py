"""The card of one grid: who answers for it, what it holds, its grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.domain import Scope
from core.registry.grids import Grid, find_grid
from core.store import Store, load_sql
from core.store.kept import until_written

GRADE = "select grade, since, reason, fields from grid_grade where grid_id = $grid_id"
DUTIES = """select role, name, position, case when $reveal then phone else mask_phone(phone) end as phone, duties
from duty where grid_id = $grid_id and name is not null
order by case role when 'responsible' then 0 when 'deputy' then 2 else 1 end, rank, role"""
ROLES = ("responsible", "deputy")  # all others are of a chain, and called as their list calls them


@dataclass(frozen=True)
class Duty:
    """Someone answers for a grid. `role`: responsible | deputy | what a chain of several calls it (县级包保领导). The phone is masked unless
    the scope reveals it."""

    role: str
    name: str
    position: str | None
    phone: str | None
    duties: str | None


@dataclass(frozen=True)
class Grade:
    """low | medium | high; `reason` is a code for the words, `fields` their JSON."""

    grade: str
    since: date
    reason: str
    fields: str | None


@dataclass(frozen=True)
class Card:
    """What the registers say of a grid and all visible below it (counts)."""

    grid: Grid
    duties: tuple[Duty, ...]
    people: int
    members: int  # who work or study there now
    households: int
    units: int
    grade: Grade | None

    def of(self, role: str) -> tuple[Duty, ...]:
        return tuple(d for d in self.duties if d.role == role)

    @property
    def chain(self) -> tuple[Duty, ...]:
        """Those who answer for it one behind the other, in their order."""
        return tuple(d for d in self.duties if d.role not in ROLES)


def card(store: Store, scope: Scope, *, grid_id: int, as_of: date | None = None) -> Card | None:
    """The grid's card on a day, None when the scope does not reach it. Names of those on duty are public within the house: not masked."""
    grid = find_grid(store, scope, grid_id=grid_id)
    if grid is None:
        return None
    people, members, households, units = _held(store, scope, grid_id, as_of or date.max)
    duties = store.run(DUTIES, grid_id=grid_id, reveal="work_phone" in scope.reveal).fetchall()
    grade = store.one(GRADE, grid_id=grid_id)
    return Card(
        grid=grid,
        duties=tuple(Duty(*d) for d in duties),
        people=people,
        members=members,
        households=households,
        units=units,
        grade=Grade(*grade) if grade else None,
    )


@until_written(most=1_000, told=True)
def _held(store: Store, scope: Scope, grid_id: int, as_of: date) -> tuple[int, int, int, int]:
    return store.one(load_sql(__file__, "card.sql"), grid_id=grid_id, scope=scope.roots, as_of=as_of)
