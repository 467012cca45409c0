"""Declared emergencies: name, order, area, beginning and end. Packs of policy run within one and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core import clock
from core.audit.record import record
from core.errors import UserError
from core.policy.folder import scenarios
from core.store import Store, run
from core.store.kept import until_written

FIELDS = "emergency_id, pack, name, ordered_by, order_no, grid_id, since, until, declared_by, ended_by"
LONGEST_TEXT = 200


@dataclass(frozen=True)
class Emergency:
    """`grid_id` None: everywhere; `until`, its last day, None: open. `ended_by`: who ended or extended it last."""

    emergency_id: int
    pack: str
    name: str
    ordered_by: str
    order_no: str | None
    grid_id: int | None
    since: date
    until: date | None
    declared_by: str
    ended_by: str | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@until_written(told=True)
def emergencies(store: Store) -> tuple[Emergency, ...]:
    """All that were ever declared, the first first. Nothing of them is about a person: needs no scope."""
    rows = store.run(f"select {FIELDS} from emergency order by since, emergency_id").fetchall()  # noqa: S608 - FIELDS
    return tuple(Emergency(*row) for row in rows)


def first_day(declared: Iterable[Emergency], pack: str, since: date) -> date | None:
    """The first day from `since` on on which the pack runs; None: no emergency is declared in which it would."""
    own = [each for each in declared if each.pack == pack and (each.until is None or each.until >= since)]
    return min((max(each.since, since) for each in own), default=None)


def declare(
    store: Store,
    *,
    pack: str,
    name: str,
    ordered_by: str,
    since: date,
    actor: str,
    order_no: str | None = None,
    grid_id: int | None = None,
    until: date | None = None,
) -> int:
    """From `since` the pack runs in the grid (None: everywhere); audited. Returns the emergency's number.

    Raises UserError pack_unknown, emergency_incomplete (no name, or nobody who ordered it), emergency_backwards, emergency_grid."""
    if pack not in scenarios():
        raise UserError("pack_unknown", pack=pack, allowed=", ".join(scenarios()))
    name, ordered_by, order_no = (_text(value) for value in (name, ordered_by, order_no))
    if not name or not ordered_by:
        raise UserError("emergency_incomplete")
    if until is not None and until < since:
        raise UserError("emergency_backwards", since=since, until=until)
    with store.write() as db:
        if grid_id is not None and not run(db, "select 1 from grid where grid_id = $grid", grid=grid_id).fetchone():
            raise UserError("emergency_grid", code=str(grid_id))
        (number,) = db.execute("select coalesce(max(emergency_id), 0) + 1 from emergency").fetchone()
        run(
            db,
            "insert into emergency values ($number, $pack, $name, $ordered_by, $order_no, $grid, $since, $until, $actor, $at, null, null)",
            number=number, pack=pack, name=name, ordered_by=ordered_by, order_no=order_no, grid=grid_id,
            since=since, until=until, actor=actor, at=clock.now(),
        )  # fmt: skip
        record(db, actor, "emergency.declared", emergency=number, pack=pack, grid=grid_id, since=since, until=until)
    return number


def extend(store: Store, *, emergency_id: int, until: date | None, actor: str) -> None:
    """Its last day is `until` from now on (None: open); audited. Raises UserError emergency_unknown, emergency_backwards."""
    _until(store, emergency_id, until, actor, "emergency.extended")


def end(store: Store, *, emergency_id: int, on: date, actor: str) -> None:
    """`on` is its last day; audited. Raises UserError emergency_unknown, emergency_backwards (before it began)."""
    _until(store, emergency_id, on, actor, "emergency.ended")


def _until(store: Store, emergency_id: int, until: date | None, actor: str, event: str) -> None:
    with store.write() as db:
        found = run(db, "select since from emergency where emergency_id = $number", number=emergency_id).fetchone()
        if found is None:
            raise UserError("emergency_unknown", number=emergency_id)
        if until is not None and until < found[0]:
            raise UserError("emergency_backwards", since=found[0], until=until)
        run(
            db,
            "update emergency set until = $until, ended_by = $actor, ended_at = $at where emergency_id = $number",
            until=until, actor=actor, at=clock.now(), number=emergency_id,
        )  # fmt: skip
        record(db, actor, event, emergency=emergency_id, until=until)


def _text(value: str | None) -> str | None:
    return (value or "").strip()[:LONGEST_TEXT] or None
