"""Hand-over from one shift to the next: what is open, what changed since the last one, what was promised; signed by both."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pandas as pd

from core.audit.record import record
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.handling.acts import LONGEST
from core.store import Store, load_sql, run, statements

FIRST = timedelta(hours=24)  # of which the first one tells what changed
PARTS = ("open", "promised", "changed")


def make_handover(store: Store, scope: Scope, *, grid: int, actor: str, name: str, at: datetime, note: str = "") -> int:
    """Write down how the alerts of a grid and all below it stand, signed by who hands over. Returns its number; audited (numbers alone). Raises UserError handover_scope
    (the grid is out of scope), handover_open (one of this grid waits to be signed), alert_note."""
    if len(note) > LONGEST:
        raise UserError("alert_note", most=LONGEST)
    with store.write() as db:
        reached = EVERYTHING in scope.roots if grid == EVERYTHING else bool(
            run(db, "select 1 from scope_grids($scope) where grid_id = $grid", scope=scope.roots, grid=grid).fetchone()
        )  # fmt: skip
        if not reached:
            raise UserError("handover_scope")
        waiting = run(
            db, "select handover_id, made_name from handover where grid_id = $grid and signed_at is null", grid=grid
        ).fetchone()
        if waiting:
            raise UserError("handover_open", number=waiting[0], who=waiting[1])
        since = (
            run(db, "select max(made_at) from handover where grid_id = $grid", grid=grid).fetchone()[0] or at - FIRST
        )
        number = db.execute("select coalesce(max(handover_id), 0) + 1 from handover").fetchone()[0]
        given = {
            "handover": number, "grid": grid, "since": since, "at": at, "actor": actor, "name": name,
            "note": note.strip() or None, "scope": scope.roots,
        }  # fmt: skip
        for statement in statements(__file__, "handover_make.sql"):
            run(db, statement, **given)
        counts = dict(run(
            db, "select part, count(*) from handover_item where handover_id = $number group by part", number=number
        ).fetchall())  # fmt: skip
        record(
            db,
            actor,
            "handover.made",
            handover=number,
            grid=grid or None,
            **{part: counts.get(part, 0) for part in PARTS},
        )
    return number


def sign_handover(store: Store, scope: Scope, number: int, *, actor: str, name: str, at: datetime) -> None:
    """Take over: the second signature, by another account; audited. Raises UserError handover_unknown (not there, out of scope), handover_same (by who handed over), handover_signed."""
    with store.write() as db:
        row = run(
            db,
            "select grid_id, made_by, signed_name from handover where handover_id = $number"
            " and (grid_id in (from scope_grids($scope)) or grid_id = 0 and list_contains(cast($scope as integer[]), 0))",
            number=int(number), scope=scope.roots,
        ).fetchone()  # fmt: skip
        if row is None:
            raise UserError("handover_unknown", number=int(number))
        if row[2] is not None:
            raise UserError("handover_signed", number=int(number), who=row[2])
        if row[1] == actor:
            raise UserError("handover_same")
        run(
            db,
            "update handover set signed_at = $at, signed_by = $actor, signed_name = $name where handover_id = $number",
            at=at, actor=actor, name=name, number=int(number),
        )  # fmt: skip
        record(db, actor, "handover.signed", handover=int(number), grid=row[0] or None)


def handovers(store: Store, scope: Scope, *, limit: int = 50) -> pd.DataFrame:
    """The newest first. Grain: one hand-over. Columns: handover_id, grid_id, grid_name (missing: everything), since, made_at, made_by, made_name, note, signed_at, signed_by, signed_name (missing: waits), open,
    changed, promised (how many)."""
    return store.df(load_sql(__file__, "handovers.sql"), scope=scope.roots, limit=limit)


def handover(store: Store, scope: Scope, number: int, *, as_of: date) -> pd.DataFrame:
    """What one says. Grain: one alert (part open), one act (changed) or one promise (promised), in that order of parts. Columns: part, alert_id, detector, severity and status (as they were), reason,
    fields (dict), first_day, grid_name, township, person_name (masked unless revealed; missing out of scope), owner_grid, owner_role, due_at, acted_at, act, actor_name, detail, note. Raises UserError handover_unknown."""
    table = store.df(
        load_sql(__file__, "handover.sql"),
        number=int(number), scope=scope.roots, as_of=as_of, reveal_name="name" in scope.reveal,
    )  # fmt: skip
    table["fields"] = [json.loads(text) if isinstance(text, str) else {} for text in table["fields"]]
    if table.empty and int(number) not in set(handovers(store, scope, limit=100_000)["handover_id"]):
        raise UserError("handover_unknown", number=int(number))
    return table
