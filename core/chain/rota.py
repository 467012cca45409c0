"""The rota: who holds a duty when, who is away from it and who stands in. Rows are ended, never changed; owners follow them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.store import Store, load_sql, run

DAY = 24 * 60
LONGEST = 40  # characters of a duty, a name, a phone
FAR = datetime(9999, 12, 31)
COLUMNS = ("name", "phone", "weekday", "from_minute", "to_minute", "stand_grid_id", "stand_role")


@dataclass(frozen=True)
class Shift:
    """A stretch of time in which somebody holds a duty of a grid. `name`: who, None: its holder, who then comes before the grid's other duties.
    `weekday`: 1 Monday … 7 of each week between since and until (with the minutes of the day, up to the next day's where the end is not later); None: all that time."""

    grid_id: int
    role: str
    since: datetime
    until: datetime | None = None
    name: str | None = None
    phone: str | None = None
    weekday: int | None = None
    from_minute: int | None = None
    to_minute: int | None = None


def add_rota(store: Store, scope: Scope, shift: Shift, *, actor: str, at: datetime) -> int:
    """Audited, without names. Returns its number. Raises UserError rota_text, rota_times, rota_past, post_out_of_scope, post_unknown (nobody holds the duty, and no
    name is given)."""
    role, name, phone = shift.role.strip(), (shift.name or "").strip() or None, (shift.phone or "").strip() or None
    if not role or any(len(text or "") > LONGEST for text in (role, name, phone)):
        raise UserError("rota_text", most=LONGEST)
    minutes = (shift.from_minute, shift.to_minute)
    if shift.weekday is not None and (
        not 1 <= shift.weekday <= 7 or any(m is None or not 0 <= m <= DAY for m in minutes)
    ):
        raise UserError("rota_times")
    _times(shift.since, shift.until, at)
    with store.write() as db:
        _reach(db, scope, shift.grid_id)
        if name is None:
            _held(db, shift.grid_id, role)
        values = {
            "grid_id": shift.grid_id, "role": role, "kind": "on", "name": name, "phone": phone, "weekday": shift.weekday,
            "from_minute": shift.from_minute, "to_minute": shift.to_minute, "since": shift.since, "until": shift.until,
        }  # fmt: skip
        return _add(db, values, actor=actor, at=at)


def away(
    store: Store,
    scope: Scope,
    post: tuple[int, str],
    *,
    since: datetime,
    until: datetime | None,
    stand_in: tuple[int, str] | None,
    actor: str,
    at: datetime,
) -> int:
    """Whoever holds `post` (grid, duty) is away: all that is theirs goes to `stand_in`, or to the next of the chain, and comes back by itself.

    Audited. Returns its number. Raises UserError post_unknown, post_out_of_scope, post_disabled (of the stand-in), rota_times, rota_past, rota_self, rota_loop
    (they would stand in for one another).
    """
    _times(since, until, at)
    with store.write() as db:
        _reach(db, scope, post[0])
        _held(db, *post)
        if stand_in is not None:
            if stand_in == post:
                raise UserError("rota_self")
            check_post(db, scope, stand_in, at=at)
            _no_loop(db, post, stand_in, since, until or FAR)
        values = {"grid_id": post[0], "role": post[1], "kind": "away", "since": since, "until": until}
        values |= dict(zip(("stand_grid_id", "stand_role"), stand_in or (None, None), strict=True))
        return _add(db, values, actor=actor, at=at)


def end_rota(store: Store, scope: Scope, rota_id: int, *, actor: str, at: datetime) -> None:
    """Take an entry out from now on; audited. Raises UserError rota_gone (there is none, or out of reach)."""
    with store.write() as db:
        text = "update rota set ended_at = $at where rota_id = $n and ended_at is null and grid_id in (from scope_grids($scope)) returning grid_id"
        found = run(db, text, at=at, n=int(rota_id), scope=scope.roots).fetchone()
        if found is None:
            raise UserError("rota_gone")
        record(db, actor, "rota.ended", rota=int(rota_id), grid=found[0])


def rota(store: Store, scope: Scope, *, at: datetime, grid: int) -> pd.DataFrame:
    """Entries that hold at a moment or later, of a grid and all below it. Grain: one row per entry, in the order of their times. Columns: rota_id, kind, grid_id,
    code, grid_name, role, name (who holds it then: the entry's, or the duty's), phone, weekday, from_minute, to_minute, since, until, stand_grid, stand_role, stand_name."""
    return store.df(
        load_sql(__file__, "rota.sql"),
        scope=scope.roots,
        at=at,
        grid=grid,
        show_work_phone="work_phone" in scope.reveal,
    )


def in_force(store: Store, *, at: datetime) -> int:
    """A fingerprint of what the rota says at a moment: another one, and owners have to be looked at again."""
    return store.value(load_sql(__file__, "in_force.sql"), at=at)


def check_post(db: duckdb.DuckDBPyConnection, scope: Scope, post: tuple[int, str], *, at: datetime) -> None:
    """Whether work may be given to a duty. Raises UserError post_out_of_scope, post_unknown, post_disabled."""
    _reach(db, scope, post[0])
    if post[1] == "desk":
        return
    _held(db, *post, at=at)
    text = (
        "select 1 from duty d join account_scope s on s.grid_id = d.grid_id join account a on a.account_id = s.account_id and a.name = d.name"
        " where d.grid_id = $grid and d.role = $role group by d.name having not bool_or(a.active)"
    )
    if run(db, text, grid=post[0], role=post[1]).fetchone():
        raise UserError("post_disabled")


def _times(since: datetime, until: datetime | None, at: datetime) -> None:
    if until is not None and until <= since:
        raise UserError("rota_times")
    if until is not None and until <= at:
        raise UserError("rota_past")


def _reach(db: duckdb.DuckDBPyConnection, scope: Scope, grid_id: int) -> None:
    text = "select 1 from scope_grids($scope) where grid_id = $grid"
    if run(db, text, scope=scope.roots, grid=int(grid_id)).fetchone() is None:
        raise UserError("post_out_of_scope")


def _held(db: duckdb.DuckDBPyConnection, grid_id: int, role: str, *, at: datetime | None = None) -> None:
    text = (
        "select 1 from duty where grid_id = $grid and role = $role and name is not null union all"
        " select 1 from rota where grid_id = $grid and role = $role and kind = 'on' and name is not null and ended_at is null and coalesce(until, timestamp '9999-12-31') > $at"
    )
    if run(db, text, grid=int(grid_id), role=role, at=at or FAR).fetchone() is None:
        raise UserError("post_unknown", role=role)


def _no_loop(
    db: duckdb.DuckDBPyConnection, post: tuple[int, str], stand_in: tuple[int, str], since: datetime, until: datetime
) -> None:
    """Whoever stands in may be away as well: followed to the end, it must not come back to `post` at any moment of the stretch."""
    text = (
        "with recursive later as ("
        " select $grid as grid_id, $role as role, cast($since as timestamp) as since, cast($until as timestamp) as until, 0 as steps"
        " union all"
        " select r.stand_grid_id, r.stand_role, greatest(l.since, r.since), least(l.until, coalesce(r.until, timestamp '9999-12-31')), l.steps + 1"
        " from later l join rota r on r.grid_id = l.grid_id and r.role = l.role and r.kind = 'away' and r.ended_at is null and r.stand_grid_id is not null"
        " where l.steps < 20 and greatest(l.since, r.since) < least(l.until, coalesce(r.until, timestamp '9999-12-31')))"
        " select 1 from later where grid_id = $home_grid and role = $home_role"
    )
    given = {"grid": stand_in[0], "role": stand_in[1], "since": since, "until": until}
    if run(db, text, **given, home_grid=post[0], home_role=post[1]).fetchone():
        raise UserError("rota_loop")


def _add(db: duckdb.DuckDBPyConnection, values: dict[str, object], *, actor: str, at: datetime) -> int:
    number = db.execute("select coalesce(max(rota_id), 0) + 1 from rota").fetchone()[0]
    values = dict.fromkeys(COLUMNS) | {"rota_id": number, **values, "created_by": actor, "created_at": at}
    run(db, load_sql(__file__, "rota_add.sql"), **values)
    times = {name: values[name].isoformat() for name in ("since", "until") if values.get(name)}
    stand = values.get("stand_grid_id")
    record(db, actor, f"rota.{values['kind']}", rota=number, grid=values["grid_id"], stand_in=stand, **times)
    return number
