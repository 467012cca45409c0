"""Taking a batch back: what it made is removed, what it changed gets its former values, in one transaction.

A row stays when a later batch changed the same field, when something else needs it, or when somebody works on it; then the
undo is refused and says so, unless the caller wants the rest undone (`partial`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import pandas as pd

from core.audit import record
from core.domain import Scope
from core.errors import UserError
from core.ingest.changes import mark_edited, put_back
from core.ingest.history import batch_head
from core.ingest.kinds.tables import tables
from core.ingest.undo.declared import declared, load_declared, removals
from core.lake import call_near, recall
from core.registry.tree import rebuild_tree
from core.rollup import roll_up
from core.store import Store, load_sql, run, statements

TEMPORARY = (
    "undo_change", "undo_row", "undo_block", "undo_kept", "undo_gone", "undo_table", "undo_aspect", "undo_pointer",
)  # fmt: skip


@dataclass(frozen=True)
class UndoCheck:
    """What an undo would do. `removed`: table → rows taken out; `restored`: rows that get former values back; `kept`: rows that
    stay although the batch made or changed them. `blocks`: grain one reason and batch; columns reason (later, used, edited,
    work, account), batch_id (missing where no batch is the cause), file_name, rows."""

    batch: int
    file_name: str
    status: str
    removed: dict[str, int]
    restored: int
    kept: int
    days: int
    blocks: pd.DataFrame

    @property
    def whole(self) -> bool:
        return self.kept == 0

    @property
    def anything(self) -> bool:
        """Is there something that can be taken back?"""
        return self.restored > 0 or any(self.removed.values())


class _Tried(Exception):
    """Carries the answer out of a transaction that is to be rolled back."""

    def __init__(self, found: UndoCheck) -> None:
        self.found = found


def undo_check(store: Store, scope: Scope, batch: int, *, now: datetime) -> UndoCheck:
    """Try the undo and take it back: what would go, what would stay and why. Check-ins are only counted.

    Raises UserError: batch_unknown (none such in this scope), undo_outside_scope, undo_done, undo_unlogged.
    """
    head = _head(store, scope, batch)
    _reach_back(store, batch)
    try:
        with store.write() as db:
            raise _Tried(_judge(db, head, batch, now))
    except _Tried as tried:
        return tried.found


def undo(store: Store, scope: Scope, batch: int, *, actor: str, now: datetime, partial: bool = False) -> dict:
    """Take a batch back. Returns batch, status (undone, partly_undone), removed, restored, kept.

    Rollups of the days it brought are made anew; classes and alerts follow with the next classification, which the caller starts.
    Raises UserError as `undo_check` does, and undo_blocked when rows would have to stay and `partial` is not given.
    """
    with store.write() as db:
        head = _head(store, scope, batch)
        _reach_back(store, batch)
        found = _judge(db, head, batch, now)
        if not found.whole and not partial:
            by = [str(int(b)) for b in found.blocks["batch_id"].dropna().unique()]
            raise UserError("undo_blocked", batch=batch, rows=found.kept, by=", ".join(by) or "–")
        days = _days(db, batch)
        recall(db, store, days)
        for statement in (*statements(__file__, "gone.sql"), *removals(), *statements(__file__, "remove.sql")):
            run(db, statement, batch=batch)
        if run(db, "select count(*) from undo_row where owner = 'grid'").fetchone()[0]:
            rebuild_tree(db)
        status = "undone" if found.whole else "partly_undone"
        run(db, "update import_batch set status = $status where batch_id = $batch", status=status, batch=batch)
        for table in TEMPORARY:
            db.execute(f"drop table {table}")
        counts = {"removed": found.removed, "restored": found.restored, "kept": found.kept}
        record(db, actor, "import.undone", batch=batch, status=status, **counts)
        if days:
            roll_up(store, days=days, actor=actor)
    return {"batch": batch, "status": status, **counts}


def _head(store: Store, scope: Scope, batch: int) -> tuple[str, str]:
    """(file_name, status) of a batch that may be undone in this scope."""
    found = batch_head(store, scope, batch)
    if found is None:
        raise UserError("batch_unknown", batch=batch)
    file_name, status, logged, outside, *_ = found
    if outside:
        raise UserError("undo_outside_scope", batch=batch)
    if status == "undone":
        raise UserError("undo_done", batch=batch)
    if not logged:
        raise UserError("undo_unlogged", batch=batch)
    return file_name, status


def _reach_back(store: Store, batch: int) -> None:
    """What came with the batch or after it can be read here: nothing earlier rests on it."""
    call_near(store, put_since=store.value("select imported_at from import_batch where batch_id = $batch", batch=batch))


def _judge(db: duckdb.DuckDBPyConnection, head: tuple[str, str], batch: int, now: datetime) -> UndoCheck:
    """Fill undo_row and undo_block, with the former values already put back where nothing stands in the way."""
    load_declared(db)
    for statement in declared("start.sql"):
        run(db, statement, batch=batch)
    mark_edited(db)
    put_back(db, now)
    for statement in declared("used.sql"):
        run(db, statement, batch=batch)
    kept = -1
    while kept != (kept := run(db, "select count(*) from undo_block").fetchone()[0]):
        for statement in declared("kept.sql"):
            run(db, statement, batch=batch)
    rows = run(db, load_sql(__file__, "counts.sql")).fetchall()
    removed = {owner: going for owner, made, going, _ in rows if made}
    scans = run(db, "select count(*) from every_check_in where batch_id = $batch", batch=batch).fetchone()[0]
    return UndoCheck(
        batch, *head,
        removed={t: removed[t] for t in tables() if removed.get(t)} | ({"check_in": scans} if scans else {}),
        restored=sum(going for _, made, going, _ in rows if not made),
        kept=sum(stays for *_, stays in rows),
        days=len(_days(db, batch)),
        blocks=run(db, load_sql(__file__, "blocks.sql")).df(),
    )  # fmt: skip


def _days(db: duckdb.DuckDBPyConnection, batch: int) -> list[date]:
    sql = "select distinct cast(scanned_at as date) as day from every_check_in where batch_id = $batch order by day"
    return [day for (day,) in run(db, sql, batch=batch).fetchall()]
