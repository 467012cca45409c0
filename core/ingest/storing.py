"""A plan into the store: one transaction, all of it or nothing."""

from __future__ import annotations

import json
from datetime import datetime

import duckdb
import pyarrow as pa

from core import clock
from core.audit import record
from core.errors import UserError
from core.ingest.changes import log_changes
from core.ingest.meaning.reading import wanted_headers
from core.ingest.originals import keep_original, sweep_originals
from core.ingest.pinyin import readings
from core.ingest.plan import Plan, Progress, fill, state_of
from core.ingest.workspace import Workspace
from core.registry.tree import rebuild_tree
from core.rollup import roll_up
from core.store import Store, run

# Where names of people who may become known stand, per kind.
NAMES = {
    "people": "plan.typed semi join (select sheet, row from plan.people where status in ('new', 'changed')) using (sheet, row)",
    "check_ins": "plan.visitor where name is not null",
}
SORTED = 2_000_000  # check-ins at once, where a day has no more
PEOPLE = 20_000  # new people at once
FILES = {"grids": "kinds/nodes/commit.sql", "units": "kinds/nodes/commit.sql"}


def commit(
    store: Store, plan: Plan, *, actor: str, progress: Progress | None = None, now: datetime | None = None
) -> dict:
    """Store what the plan can take, roll up the days it touches, and return the report with the batch number.

    A plan made before the registers changed is compared anew first. Raises UserError import_done when committed already,
    columns_doubtful or columns_missing when the sure columns of a sheet don't say what its rows are about.
    """
    if plan.batch is not None:
        raise UserError("import_done", batch=plan.batch)
    for part in plan.sheets:
        if not part.ready and part.asked:
            raise UserError("columns_doubtful", sheet=part.sheet, columns="、".join(c.header for c in part.asked))
        if not part.ready:
            raise UserError("columns_missing", sheet=part.sheet, wanted=wanted_headers(part.kind))
    tell = progress or (lambda done, step: None)
    now = now or clock.now()
    while True:
        if state_of(store) != plan.seen:
            fill(plan, tell)
        for kind in plan.kinds:
            _load_pinyin(plan.works[kind], kind)
        tell(0.2, "store")
        seen = plan.seen
        if "people" in plan.kinds:  # a county's roster as written is a fifth of what a commit takes
            plan.works["people"].forget("staged_people")
            plan.seen = ()  # should the commit fail, the plan is made anew
        with store.write() as db:
            if state_of(store) == seen:
                plan.batch = _write(store, db, plan, actor, now, tell)
                break
    if not any(part.sensitive for part in plan.sheets):  # what must not be stored is not kept in the original either
        keep_original(store, plan.path, plan.batch)
    sweep_originals(store, now=now)
    tell(1.0, "done")
    return plan.report()


def _write(store: Store, db: duckdb.DuckDBPyConnection, plan: Plan, actor: str, now: datetime, tell: Progress) -> int:
    batch = run(db, "select coalesce(max(batch_id), 0) + 1 from import_batch").fetchone()[0]
    seconds = (clock.now() - plan.now).total_seconds()
    run(
        db,
        "insert into import_batch (batch_id, imported_at, actor, file_name, sha256, bytes, status, seconds, logged)"
        " values ($batch, $now, $actor, $file, $sha, $bytes, 'committed', $seconds, true)",
        batch=batch, now=now, actor=actor, file=plan.file_name, sha=plan.sha256, bytes=plan.size, seconds=max(seconds, 0.0),
    )  # fmt: skip
    for part in plan.sheets:
        _write_sheet(db, batch, part)
    for kind in plan.kinds:
        _apply(db, plan, kind, batch, now)
    if {"grids", "units"} & set(plan.kinds):
        rebuild_tree(db)
    totals = {k: sum(s.counts[k] for s in plan.sheets) for k in ("rows", "new", "changed", "unchanged", "rejected")}
    record(db, actor, "import.committed", batch=batch, kinds=plan.kinds, sha256=plan.sha256, **totals)
    if "check_ins" in plan.kinds and totals["new"]:
        tell(0.7, "rollup")
        _roll_up(store, plan.works["check_ins"], actor)
    return batch


def _write_sheet(db: duckdb.DuckDBPyConnection, batch: int, part: object) -> None:
    run(
        db,
        "insert into import_sheet values"
        " ($batch, $sheet, $kind, $header_row, $mapping, $rows, $new, $changed, $unchanged, $conflict, $rejected)",
        batch=batch, sheet=part.sheet, kind=part.kind, header_row=part.header_row,
        mapping=json.dumps(part.mapping, ensure_ascii=False), **part.counts,
    )  # fmt: skip
    issues = part.issues
    if len(issues):
        db.register("given_rows", pa.Table.from_pandas(issues, preserve_index=False))
        run(
            db,
            'insert into import_issue select $batch, $sheet, "row", "column", code, severity, fields from given_rows',
            batch=batch,
            sheet=part.sheet,
        )
        db.unregister("given_rows")


def _apply(db: duckdb.DuckDBPyConnection, plan: Plan, kind: str, batch: int, now: datetime) -> None:
    base = run(
        db,
        "select coalesce((select greatest(max(person_id), (select max(gone_id) from person_merge)) from person), 0), coalesce((select max(household_id) from household), 0),"
        " coalesce((select max(grid_id) from grid), 0), coalesce((select max(application_id) from exit_application), 0)",
    ).fetchone()
    plan.works[kind].apply(
        db, FILES.get(kind, f"kinds/{kind}/commit.sql"), batch=batch, now=now, file=plan.file_name,
        person_base=base[0], household_base=base[1], grid_base=base[2], exit_base=base[3],
    )  # fmt: skip
    if kind == "people":
        _store_people(db, plan.works[kind], batch=batch, now=now, base=base[0])
    if kind == "check_ins":
        store_scans(db, plan.works[kind], batch=batch, person_base=base[0])
    log_changes(db, kind, batch)


def _store_people(db: duckdb.DuckDBPyConnection, work: Workspace, *, batch: int, now: datetime, base: int) -> None:
    """New people in the order of their numbers, some at once: sorting hundreds of thousands would hold them all twice."""
    new = run(db, "select count(*) from taken where is_new").fetchone()[0]
    for since in range(base, base + new, PEOPLE):
        work.apply(db, "kinds/people/commit_new.sql", batch=batch, now=now, since=since, until=since + PEOPLE)
    run(db, "drop table taken")


def store_scans(db: duckdb.DuckDBPyConnection, work: Workspace, *, batch: int, person_base: int) -> None:
    """In time order, some days at once: sorting tens of millions of rows would hold them all."""
    days = run(
        db, work.named("select cast(scanned_at as date) as day, count(*) from plan.check_ins group by day order by day")
    )
    together, rows = [], 0
    for day, count in [*days.fetchall(), (None, 0)]:
        if together and (day is None or rows + count > SORTED):
            work.apply(
                db,
                "kinds/check_ins/commit_scans.sql",
                batch=batch,
                person_base=person_base,
                since=together[0],
                until=together[-1],
            )
            together, rows = [], 0
        together, rows = [*together, day], rows + count


def _load_pinyin(work: Workspace, kind: str) -> None:
    if kind in NAMES:
        names = [n for (n,) in work.run(f"select distinct name from {NAMES[kind]}").fetchall()]  # noqa: S608 - our own tables
        text = pa.string()
        columns = readings(names)
        work.load("pinyin", pa.table(columns, pa.schema([(c, text) for c in columns])))


def _roll_up(store: Store, work: Workspace, actor: str) -> None:
    """The touched days, within the same transaction: figures and scans never disagree."""
    days = [
        d
        for (d,) in work.run(
            "select distinct cast(scanned_at as date) as day from plan.check_ins order by day"
        ).fetchall()
    ]
    roll_up(store, days=days, actor=actor)
