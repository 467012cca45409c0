"""Merging two entries of one person, and undoing it: both histories are kept, and what either entry was is written down."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pyarrow as pa

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.lake import days_scanned, recall
from core.policy.loader import RESIDENT
from core.policy.running import running
from core.registry.about_people import tables_about_people
from core.registry.person_fields import filled
from core.registry.reach import reached
from core.rollup import roll_up
from core.store import Store, run, statements


def merge(store: Store, scope: Scope, *, keep: int, gone: int, actor: str, now: datetime) -> int:
    """Take the entry `gone` up into `keep`, in one transaction; audited. Returns the number of the merge, for `unmerge`.

    The kept entry gets the fields it lacks, the other's memberships (of two homes its own goes on), check-ins, declarations,
    applications, alerts and tasks; the days of those check-ins are rolled up anew. Raises UserError as `merge_all` does.
    """
    return merge_all(store, scope, pairs=[(keep, gone, None)], actor=actor, now=now)[0]


def merge_all(
    store: Store, scope: Scope, *, pairs: list[tuple[int, int, int | None]], actor: str, now: datetime
) -> list[int]:
    """`merge` for several (keep, gone, pair number or None) at once: set by set, one rollup. Nobody may be in two of them.

    Raises UserError merge_self (one person twice) and pair_unknown (somebody is not there, or outside the scope); then nothing is done.
    """
    people = [person for keep, gone, _ in pairs for person in (keep, gone)]
    if len(set(people)) < len(people):
        raise UserError("merge_self")
    with store.write() as db:
        require_reach(db, scope, people, now)
        first = db.execute("select coalesce(max(merge_id), 0) + 1 from person_merge").fetchone()[0]
        numbers = list(range(first, first + len(pairs)))
        _merging(db, numbers, pairs)
        days = days_scanned(db, store, "select gone_id from merging")
        recall(db, store, days)
        classes = [c.code for c in running(store).classes]
        _move_rows(db)
        _run_all(db, "merge.sql", actor=actor, now=now, classes=classes, resident=RESIDENT)
        db.execute("drop table merging")
        for number, (keep, gone, pair) in zip(numbers, pairs, strict=True):
            record(db, actor, "person.merged", merge=number, kept=keep, gone=gone, pair=pair)
        if days:
            roll_up(store, days=days, actor=actor)
    return numbers


def unmerge(store: Store, scope: Scope, *, merge_id: int, actor: str, now: datetime) -> None:
    """Undo a merge, in one transaction; audited. The pair is open again. What changed since then stays with the kept entry.

    Raises UserError merge_unknown (no such merge, or undone already), pair_unknown (outside the scope), merge_later (the kept entry
    has been taken up into another since: that is to be undone first) and merge_taken (the entry's number is in use again).
    """
    with store.write() as db:
        row = run(
            db, "select kept_id, gone_id from person_merge where merge_id = $merge and undone_at is null", merge=merge_id
        ).fetchone()  # fmt: skip
        if row is None:
            raise UserError("merge_unknown")
        keep, gone = row
        if not run(db, "select 1 from person where person_id = $keep", keep=keep).fetchone():
            raise UserError("merge_later")
        if run(db, "select 1 from person where person_id = $gone", gone=gone).fetchone():
            raise UserError("merge_taken")
        told = "select distinct cast(scanned_at as date) from merge_check_in where merge_id = $merge"
        of_merge = {day for (day,) in run(db, told, merge=merge_id).fetchall()}
        days = [day for day in days_scanned(db, store, f"select {int(keep)}") if day in of_merge] if of_merge else []
        recall(db, store, days)
        _give_rows_back(db, merge=merge_id, keep=keep, gone=gone)
        _run_all(db, "unmerge.sql", merge=merge_id, keep=keep, gone=gone, actor=actor, now=now)
        require_reach(db, scope, [keep, gone], now)  # both are there again; if not within reach, all is rolled back
        record(db, actor, "person.unmerged", merge=merge_id, kept=keep, gone=gone)
        if days:
            roll_up(store, days=days, actor=actor)


def require_reach(db: duckdb.DuckDBPyConnection, scope: Scope, people: list[int], as_of: datetime) -> None:
    """Raises UserError pair_unknown unless the scope reaches all of `people`."""
    if reached(db, scope, people, as_of.date()) != set(people):
        raise UserError("pair_unknown")


def _merging(db: duckdb.DuckDBPyConnection, numbers: list[int], pairs: list[tuple[int, int, int | None]]) -> None:
    columns = {
        "merge_id": numbers, "keep_id": [k for k, _, _ in pairs], "gone_id": [g for _, g, _ in pairs], "pair_id": [p for _, _, p in pairs],
    }  # fmt: skip
    db.register("given_merges", pa.table(columns, pa.schema([(name, pa.int32()) for name in columns])))
    db.execute("create or replace temp table merging as select * from given_merges")
    db.unregister("given_merges")


def _move_rows(db: duckdb.DuckDBPyConnection) -> None:
    """Declarations, facts, alerts, tasks …: all that is about those of `merging` who go is from now on about those who stay."""
    for table, key in tables_about_people(db):
        db.execute(
            f"insert into merge_row select m.merge_id, '{table}', t.{key} from merging m join {table} t on t.person_id = m.gone_id"  # noqa: S608 - names of the schema
        )
        db.execute(f"update {table} t set person_id = m.keep_id from merging m where t.person_id = m.gone_id")  # noqa: S608 - names of the schema


def _give_rows_back(db: duckdb.DuckDBPyConnection, *, merge: int, keep: int, gone: int) -> None:
    for table, key in tables_about_people(db):
        run(
            db,
            f"update {table} set person_id = $gone where person_id = $keep"  # noqa: S608 - names of the schema
            f" and {key} in (select row_id from merge_row where merge_id = $merge and table_name = '{table}')",
            merge=merge, keep=keep, gone=gone,
        )  # fmt: skip


def _run_all(db: duckdb.DuckDBPyConnection, name: str, **params: object) -> None:
    for statement in statements(__file__, name):
        run(db, filled(statement), **params)
