"""Carrying a change of the grids out, or trying it and taking it back to show what it would do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import duckdb

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.grid_changes.columns import MOVED, Moved
from core.grid_changes.rows import Rows
from core.grid_changes.wish import Checked, Node, Wish, checked
from core.registry.tree import rebuild_tree
from core.store import Store, load_sql, run, statements

# A merged grid lies in the one that it went into, a level below it, so that each level above is met once.
LOWER = {"township": "village", "village": "section", "section": "section"}


@dataclass(frozen=True)
class Done:
    """What a change moved, or would move. `first_day` and `last_day`: of the scans of the sources that count for the target from now on
    (of a merge), else missing; `accounts`: logins that answer for a source; `duties`: posts that go along."""

    change_id: int
    act: str
    sources: tuple[Node, ...]
    target: Node
    people: int = 0
    households: int = 0
    sections: int = 0
    units: int = 0
    alerts: int = 0
    tasks: int = 0
    duties: int = 0
    accounts: tuple[str, ...] = ()
    check_ins: int = 0
    first_day: date | None = None
    last_day: date | None = None
    rows: dict[str, int] = field(default_factory=dict)


class _Tried(Exception):
    def __init__(self, done: Done | None) -> None:
        self.done = done


def preview(store: Store, scope: Scope, wish: Wish, *, now: datetime) -> Done:
    """What `carry_out` would do; nothing is written. Raises UserError as it does."""
    try:
        with store.write() as db:
            raise _Tried(_do(db, scope, wish, actor="preview", now=now))
    except _Tried as tried:
        return tried.done


def carry_out(store: Store, scope: Scope, wish: Wish, *, actor: str, now: datetime) -> Done:
    """Merge, split, move, rename or close, in one transaction; audited. Classes, alerts and grades follow with `core.follow.follow`, which
    the caller starts. Raises UserError change_… (core/grid_changes/wish.py)."""
    with store.write() as db:
        done = _do(db, scope, wish, actor=actor, now=now)
        _audited(db, wish, done, actor)
    return done


def carry_out_all(
    store: Store, scope: Scope, wishes: list[Wish], *, actor: str, now: datetime, try_only: bool = False
) -> list[Done | UserError]:
    """Several in their order, in one transaction: a later one may rest on an earlier one. What can't be is left out, with its reason in the
    place of what it would have done. `try_only`: all of it is taken back."""
    told: list[Done | UserError] = []
    try:
        with store.write() as db:
            for wish in wishes:
                try:
                    done = _do(db, scope, wish, actor=actor, now=now)
                except UserError as error:  # said before anything is touched
                    told.append(error)
                    continue
                _audited(db, wish, done, actor)
                told.append(done)
            if try_only:
                raise _Tried(None)
    except _Tried:
        pass
    return told


def _audited(db: duckdb.DuckDBPyConnection, wish: Wish, done: Done, actor: str) -> None:
    record(
        db, actor, "grid.changed", change=done.change_id, act=done.act, sources=[s.grid_id for s in done.sources],
        target=done.target.grid_id, people=done.people, households=done.households, follow=wish.follow,
    )  # fmt: skip


def _do(db: duckdb.DuckDBPyConnection, scope: Scope, wish: Wish, *, actor: str, now: datetime) -> Done:
    given = checked(db, scope, wish, today=now.date())
    number = run(db, "select coalesce(max(change_id), 0) + 1 from grid_change").fetchone()[0]
    target, made = _target(db, given, now)
    run(
        db,
        "insert into grid_change (change_id, act, sources, target_id, made, day, note, actor, done_at)"
        " values ($number, $act, $sources, $target, $made, $day, $note, $actor, $now)",
        number=number, act=wish.act, sources=json.dumps([s.grid_id for s in given.sources]), target=target.grid_id, made=made,
        day=wish.day, note=(wish.note or "").strip()[:500] or None, actor=actor, now=now,
    )  # fmt: skip
    rows = Rows(db, number)
    done = Done(number, wish.act, given.sources, target)
    done = {"merge": _merge, "split": _split, "move": _move, "rename": _rename, "close": _close}[wish.act](
        rows, given, done
    )
    rebuild_tree(db)
    counts = rows.counts
    return replace(done, rows={f"{table}.{column}": n for (table, column), n in sorted(counts.items())})


def _target(db: duckdb.DuckDBPyConnection, given: Checked, now: datetime) -> tuple[Node, bool]:
    wish, first = given.wish, given.sources[0]
    if given.into is not None:
        return given.into, False
    if wish.act not in ("merge", "split"):
        return first, False
    number = db.execute("select coalesce(max(grid_id), 0) + 1 from grid").fetchone()[0]
    made = Node(number, wish.code.strip(), wish.name.strip(), first.level, first.parent_id)
    run(
        db,
        load_sql(__file__, "new_grid.sql"),
        grid=number, code=made.code, name=made.name, level=made.level, parent=made.parent_id,
        near=[s.grid_id for s in given.sources] if wish.act == "merge" else [s.grid_id for s in given.sections] or [first.grid_id], now=now,
    )  # fmt: skip
    _name(db, made.grid_id, "code", made.code)
    _name(db, made.grid_id, "name", made.name)
    return made, True


def _merge(rows: Rows, given: Checked, done: Done) -> Done:
    db, wish, target = rows.db, given.wish, done.target
    sections = units = duties = 0
    accounts: list[str] = []
    scans = run(db, load_sql(__file__, "scans.sql"), grids=[s.grid_id for s in given.sources]).fetchone()
    inside = _inside(db, given.sources)
    for source in given.sources:
        sections += rows.put(
            "grid", "parent_id", "$target", key="t.grid_id", where="t.parent_id = $source and t.closed_on is null",
            target=target.grid_id, source=source.grid_id,
        )  # fmt: skip
        units += rows.put("grid", "area_id", "$target", key="t.grid_id", where="t.area_id = $source", target=target.grid_id,
                          source=source.grid_id)  # fmt: skip
        _households_apart(rows, source, target)
        _rota_by_its_post(rows, source, target)
        for moved in MOVED:
            _follow(rows, moved, source.grid_id, target.grid_id)
        rows.grid(
            source.grid_id,
            code=f"{source.code}~{rows.change}",
            name=f"{source.name}（并入前）",
            level=LOWER[source.level],
            parent_id=target.grid_id,
            closed_on=wish.day,
            into_id=target.grid_id,
        )
        _names_go_along(rows, source, target)
        duties += _duties_go_along(rows, source, target)
        accounts += _accounts(rows, source, target, follow=wish.follow)
    return replace(
        done, **{**inside, "sections": sections, "units": units}, duties=duties, accounts=tuple(sorted(set(accounts))), check_ins=scans[0] or 0,
        first_day=scans[1], last_day=scans[2],
    )  # fmt: skip


def _split(rows: Rows, given: Checked, done: Done) -> Done:
    source, target = given.sources[0], done.target
    for section in given.sections:
        rows.grid(section.grid_id, parent_id=target.grid_id)
    if given.households:
        chosen = list(given.households)
        for moved in MOVED:
            if moved.table == "household":
                _follow(rows, moved, source.grid_id, target.grid_id, "list_contains($chosen, t.household_id)", chosen)
            elif moved.person:
                whose = f"t.{moved.person} in (select person_id from person where list_contains($chosen, household_id))"  # noqa: S608 - columns.py
                _follow(rows, moved, source.grid_id, target.grid_id, whose, chosen)
    # what went household by household, and what lies in the sections
    moved = {"people": ("person", "home_grid_id"), "households": ("household", "grid_id"), "alerts": ("alert", "grid_id"), "tasks": ("task", "grid_id")}  # fmt: skip
    inside = _inside(rows.db, given.sections)
    counts = {name: inside[name] + rows.counts.get(column, 0) for name, column in moved.items()}
    return replace(done, sections=len(given.sections), **counts)


def _move(rows: Rows, given: Checked, done: Done) -> Done:
    source, wish = given.sources[0], given.wish
    values: dict[str, object] = {"parent_id": given.into.grid_id}
    values |= _renamed(rows.db, source, wish)
    rows.grid(source.grid_id, **values)
    return _counted(rows, source, done)


def _rename(rows: Rows, given: Checked, done: Done) -> Done:
    rows.grid(given.sources[0].grid_id, **_renamed(rows.db, given.sources[0], given.wish))
    return _counted(rows, given.sources[0], done)


def _close(rows: Rows, given: Checked, done: Done) -> Done:
    rows.grid(given.sources[0].grid_id, closed_on=given.wish.day, closed_note=given.wish.note or "撤销")
    return done


def _renamed(db: duckdb.DuckDBPyConnection, source: Node, wish: Wish) -> dict[str, object]:
    """What it is called from now on; what it was called still finds it."""
    values: dict[str, object] = {}
    for kind, was, given in (("code", source.code, wish.code), ("name", source.name, wish.name)):
        new = (given or "").strip()
        if new and new != was:
            values[kind] = new
            _name(db, source.grid_id, kind, was)
            _name(db, source.grid_id, kind, new)
    return values


def _counted(rows: Rows, source: Node, done: Done) -> Done:
    """Of a grid that stays whole: who and what lies in it."""
    return replace(done, **_inside(rows.db, [source]))


def _inside(db: duckdb.DuckDBPyConnection, grids: Sequence[Node]) -> dict[str, int]:
    """people, households, sections, units, and the alerts and tasks that are not done, of some grids with all below them."""
    found = run(db, load_sql(__file__, "inside.sql"), grids=[g.grid_id for g in grids])
    return dict(zip((column[0] for column in found.description), found.fetchone(), strict=True))


def _follow(
    rows: Rows, moved: Moved, source: int, target: int, whose: str = "true", chosen: list[int] | None = None
) -> None:
    rows.put(
        moved.table, moved.column, "$target", key=moved.key, where=f"t.{moved.column} = $source and ({moved.where}) and ({whose})",
        also=", version = version + 1" if moved.versioned else "",
        source=source, target=target, **({"chosen": chosen} if chosen is not None else {}),
    )  # fmt: skip


def _households_apart(rows: Rows, source: Node, target: Node) -> None:
    """A household's number is its own within its grid only: where both have it, the former village's name stands before it."""
    rows.put(
        "household", "code", "$name || '-' || t.code", key="t.household_id",
        where="t.grid_id = $source and t.code in (select code from household where grid_id = $target)",
        name=source.name, source=source.grid_id, target=target.grid_id,
    )  # fmt: skip


def _rota_by_its_post(rows: Rows, source: Node, target: Node) -> None:
    """A rota follows its post: where the target has such a post already, under the name that duties.sql gives it there."""
    for grid, role in (("grid_id", "role"), ("stand_grid_id", "stand_role")):
        rows.put(
            "rota", role, f"$name || case t.{role} when 'responsible' then '责任人' when 'deputy' then '副责任人' else t.{role} end",
            key="t.rota_id",
            where=f"t.{grid} = $source and t.ended_at is null and t.{role} in (select role from duty where grid_id = $source)"  # noqa: S608 - its own words
            f" and t.{role} in (select role from duty where grid_id = $target)",
            name=source.name, source=source.grid_id, target=target.grid_id,
        )  # fmt: skip


def _names_go_along(rows: Rows, source: Node, target: Node) -> None:
    """Old codes and names find the target."""
    for kind, value in (("code", source.code), ("name", source.name)):
        _name(rows.db, source.grid_id, kind, value)
    rows.put(
        "grid_name", "grid_id", "$target", key="t.kind || ' ' || t.value",
        where="t.grid_id = $source and not exists (select 1 from grid_name o where o.grid_id = $target and o.kind = t.kind and o.value = t.value)",
        source=source.grid_id, target=target.grid_id,
    )  # fmt: skip


def _duties_go_along(rows: Rows, source: Node, target: Node) -> int:
    """Who answered for the source answers for the target where it has no such post, and stands in its chain otherwise."""
    given = {"change": rows.change, "source": source.grid_id, "target": target.grid_id, "named": source.name}
    return [len(run(rows.db, statement, **given).fetchall()) for statement in statements(__file__, "duties.sql")][-1]


def _accounts(rows: Rows, source: Node, target: Node, *, follow: bool) -> list[str]:
    logins = run(
        rows.db,
        "select a.login from account_scope s join account a on a.account_id = s.account_id where s.grid_id = $source order by a.login",
        source=source.grid_id,
    ).fetchall()
    if follow:
        rows.put(
            "account_scope", "grid_id", "$target", key="t.account_id", where="t.grid_id = $source", source=source.grid_id,
            target=target.grid_id,
        )  # fmt: skip
    return [login for (login,) in logins]


def _name(db: duckdb.DuckDBPyConnection, grid_id: int, kind: str, value: str) -> None:
    run(
        db,
        "insert into grid_name (grid_id, kind, value) select $grid, $kind, $value"
        " where not exists (select 1 from grid_name where grid_id = $grid and kind = $kind and value = $value)",
        grid=grid_id, kind=kind, value=value,
    )  # fmt: skip
