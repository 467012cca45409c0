"""Taking a change of the grids back."""

from __future__ import annotations

import json
from datetime import datetime

import duckdb

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.grid_changes.columns import MOVED, NAMED
from core.registry.tree import rebuild_tree
from core.store import Store, load_sql, run

KEYS = {
    ("grid", None): "t.grid_id",
    ("grid_name", "grid_id"): "t.kind || ' ' || t.value",
    ("household", "code"): "t.household_id",
    ("account_scope", "grid_id"): "t.account_id",
    ("rota", "role"): "t.rota_id",
    ("rota", "stand_role"): "t.rota_id",
} | {(m.table, m.column): m.key for m in MOVED}


def undo_change(store: Store, scope: Scope, change_id: int, *, actor: str, now: datetime) -> int:
    """Put back what the change moved, as far as it still stands where the change put it: whoever moved elsewhere since stays there. In one
    transaction; audited. Returns the number of rows put back.

    Raises UserError: change_unknown (none such in this scope, or undone already), change_later (another change of the same grids came
    after it) and change_stands (something stands on the grid that it made: people, scans …).
    """
    with store.write() as db:
        made, target = _known(db, scope, change_id)
        number = _put_back(db, change_id)
        run(db, load_sql(__file__, "undo_duties.sql"), change=change_id)
        if made:
            _unmake(db, target)
        rebuild_tree(db)
        run(
            db,
            "update grid_change set undone_by = $actor, undone_at = $now where change_id = $change",
            actor=actor, now=now, change=change_id,
        )  # fmt: skip
        record(db, actor, "grid.change_undone", change=change_id, rows=number)
    return number


def _known(db: duckdb.DuckDBPyConnection, scope: Scope, change_id: int) -> tuple[bool, int]:
    row = run(
        db,
        "select made, target_id, sources from grid_change where change_id = $change and undone_at is null",
        change=change_id,
    ).fetchone()
    if row is None:
        raise UserError("change_unknown", number=change_id)
    made, target, sources = row[0], row[1], json.loads(row[2])
    reached = run(
        db,
        "select count(*) from scope_grids($scope) where list_contains($grids, grid_id)",
        scope=scope.roots,
        grids=sorted({*sources, target}),
    ).fetchone()[0]
    if reached < len({*sources, target}):
        raise UserError("change_unknown", number=change_id)
    later = run(
        db,
        "select change_id from grid_change where change_id > $change and undone_at is null"
        " and (list_has_any(cast(sources as integer[]), $grids) or list_contains($grids, target_id)) order by change_id limit 1",
        change=change_id,
        grids=sorted({*sources, target}),
    ).fetchone()
    if later:
        raise UserError("change_later", number=change_id, later=later[0])
    return made, target


def _put_back(db: duckdb.DuckDBPyConnection, change_id: int) -> int:
    pairs = run(
        db,
        "select distinct table_name, column_name from grid_change_row where change_id = $change and table_name <> 'duty' order by all",
        change=change_id,
    ).fetchall()
    number = 0
    for table, column in pairs:
        key = KEYS.get((table, column)) or KEYS[(table, None)]
        also = ", version = version + 1" if table == "person" else ""
        rows = run(
            db,
            f"update {table} t set {column} = r.was{also} from grid_change_row r"  # noqa: S608 - columns.py
            f" where r.change_id = $change and r.table_name = '{table}' and r.column_name = '{column}' and r.row_key = cast({key} as text)"
            f" and cast(t.{column} as text) is not distinct from r.now returning 1",
            change=change_id,
        ).fetchall()
        number += len(rows)
    return number


def _unmake(db: duckdb.DuckDBPyConnection, target: int) -> None:
    """The grid that the change made goes, unless something stands on it."""
    run(db, "delete from grid_name where grid_id = $target", target=target)
    run(db, "delete from duty where grid_id = $target", target=target)
    derived = {"grid_tree", "grid_grade", "grade_history", "class_day", "class_flow_day", "class_shown", "person_class", "risk_stay", "missing_day"}  # fmt: skip
    columns = db.execute(
        "select table_name, column_name from information_schema.columns"
        " where table_schema = current_schema() and ends_with(column_name, ?) order by all",
        [NAMED],
    ).fetchall()
    for table, column in columns:
        if table in ("grid", "grid_change", "grid_change_row") or table.startswith("merge_"):
            continue
        if table in derived:
            run(db, f"delete from {table} where {column} = $target", target=target)  # noqa: S608 - the schema's names
            continue
        rows = run(db, f"select count(*) from {table} where {column} = $target", target=target).fetchone()[0]  # noqa: S608
        if rows:
            raise UserError("change_stands", what=table, rows=rows)
    below = run(
        db, "select count(*) from grid where $target in (coalesce(parent_id, 0), coalesce(area_id, 0))", target=target
    ).fetchone()[0]
    if below:
        raise UserError("change_stands", what="grid", rows=below)
    run(db, "delete from grid where grid_id = $target", target=target)
