"""A plan into the store: one transaction, all of it or nothing."""

from __future__ import annotations

import json
from datetime import datetime

import duckdb
import pandas as pd
import pyarrow as pa

from core import clock
from core.audit import record
from core.audit.denied import not_allowed
from core.errors import UserError, Word
from core.ingest.changes import log_changes
from core.ingest.facts.facts import store_facts
from core.ingest.kinds.descriptor import Descriptor, descriptor
from core.ingest.meaning.reading import wanted_headers
from core.ingest.originals import keep_original, sweep_originals
from core.ingest.pinyin import readings
from core.ingest.plan import Plan, Progress, fill, state_of
from core.ingest.sheet_plan import SheetPlan
from core.ingest.workspace import Workspace
from core.registry.tree import rebuild_tree
from core.rollup import roll_up
from core.store import Store, run

SORTED = 2_000_000  # check-ins at once, where a day has no more
PEOPLE = 20_000  # new people at once


def commit(
    store: Store,
    plan: Plan,
    *,
    actor: str,
    permissions: frozenset[str] | None = None,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> dict:
    """Store what the plan can take, roll up the days it touches, and return the report with the batch number.

    `permissions`: of the actor; None: whoever sits at the server itself. A plan made before the registers changed is compared anew first.
    Raises UserError import_done when committed already, NotAllowed kind_not_allowed for a kind that takes more than importing does,
    columns_doubtful, columns_missing or columns_unknown (none is known) when the sure columns of a sheet don't say what its rows are about.
    """
    if plan.batch is not None:
        raise UserError("import_done", batch=plan.batch)
    _require(store, plan, permissions, actor)
    for part in plan.sheets:
        if not part.ready and part.asked:
            raise UserError("columns_doubtful", sheet=part.sheet, columns=[c.header for c in part.asked])
        if not part.ready:
            code = "columns_missing" if part.fields else "columns_unknown"
            raise UserError(code, sheet=part.sheet, wanted=wanted_headers(part.kind))
    tell = progress or (lambda done, step: None)
    now = now or clock.now()
    while True:
        if not plan.seen:
            fill(plan, tell)
        for kind in plan.kinds:
            _load_pinyin(plan.works[kind], kind)
        tell(0.2, "store")
        seen = plan.seen
        for about in (descriptor(kind) for kind in plan.kinds):
            if about.let_go:
                plan.works[about.name].forget(about.staged.removeprefix("plan."))
                plan.seen = ()  # should the commit fail, the plan is made anew
        with store.write() as db:
            if state_of(store) == seen:
                plan.batch = _write(store, db, plan, actor, now, tell)
                break
        plan.seen = ()  # the registers have changed since
    # what must not be stored is not kept in the original either; of a form there is none
    if plan.way == "file" and not any(part.sensitive for part in plan.sheets):
        keep_original(store, plan.path, plan.batch)
    sweep_originals(store, now=now)
    tell(1.0, "done")
    return plan.report()


def _require(store: Store, plan: Plan, permissions: frozenset[str] | None, actor: str) -> None:
    for kind in plan.kinds:
        needed = descriptor(kind).permission
        if needed and permissions is not None and needed not in permissions:
            raise not_allowed(store, actor, "kind_not_allowed", kind=Word(f"kind.{kind}"))


def _write(store: Store, db: duckdb.DuckDBPyConnection, plan: Plan, actor: str, now: datetime, tell: Progress) -> int:
    batch = run(db, "select coalesce(max(batch_id), 0) + 1 from import_batch").fetchone()[0]
    seconds = (clock.now() - plan.now).total_seconds()
    run(
        db,
        "insert into import_batch (batch_id, imported_at, actor, file_name, sha256, bytes, status, seconds, logged)"
        " values ($batch, $now, $actor, $file, $sha, $bytes, 'committed', $seconds, true)",
        batch=batch, now=now, actor=actor, file=plan.file_name, sha=plan.sha256, bytes=plan.size, seconds=max(seconds, 0.0),
    )  # fmt: skip
    if plan.way == "form":
        run(db, "insert into import_form values ($batch)", batch=batch)
    for part in plan.sheets:
        _write_sheet(db, batch, part)
    for kind in plan.kinds:
        _apply(db, plan, kind, batch, now)
    if {"grids", "units"} & set(plan.kinds):
        rebuild_tree(db)
    totals = {k: sum(s.counts[k] for s in plan.sheets) for k in ("rows", "new", "changed", "unchanged", "rejected")}
    closed = sum(s.closing for s in plan.sheets)
    nil = sum(s.nil is not None for s in plan.sheets)
    record(
        db,
        actor,
        "import.committed",
        batch=batch,
        closed=closed,
        nil=nil,
        kinds=plan.kinds,
        way=plan.way,
        sha256=plan.sha256,
        **totals,
    )
    for about in (descriptor(kind) for kind in plan.kinds):
        if about.days and totals["new"]:
            tell(0.7, "rollup")
            _roll_up(store, plan.works[about.name], about.days, actor)
    return batch


def _write_sheet(db: duckdb.DuckDBPyConnection, batch: int, part: object) -> None:
    run(
        db,
        "insert into import_sheet values"
        " ($batch, $sheet, $kind, $header_row, $mapping, $rows, $new, $changed, $unchanged, $conflict, $rejected)",
        batch=batch, sheet=part.sheet, kind=part.kind, header_row=part.header_row,
        mapping=json.dumps(part.mapping, ensure_ascii=False), **part.counts,
    )  # fmt: skip
    issues = part.issues.merge(_grids_of(part), on="row", how="left")
    if len(issues):
        db.register("given_rows", pa.Table.from_pandas(issues, preserve_index=False))
        run(
            db,
            'insert into import_issue select $batch, $sheet, "row", "column", code, severity, fields, grid_id from given_rows',
            batch=batch,
            sheet=part.sheet,
        )
        db.unregister("given_rows")


def _grids_of(part: SheetPlan) -> pd.DataFrame:
    """In which grid the rows are that have issues. Grain: a row. Columns: row, grid_id."""
    where = descriptor(part.kind).grid_of_row
    if not where:
        return pd.DataFrame({"row": pd.array([], "int64"), "grid_id": pd.array([], "Int64")})
    return part.work.df(
        f"select i.row, cast(any_value(g.grid_id) as integer) as grid_id from ({where}) g"  # noqa: S608 - kind.toml
        " join (select distinct row from plan.issue where sheet = $sheet) i on i.row = g.row where g.sheet = $sheet group by i.row",
        sheet=part.number,
    )


def _apply(db: duckdb.DuckDBPyConnection, plan: Plan, kind: str, batch: int, now: datetime) -> None:
    about = descriptor(kind)
    given = {"batch": batch, "now": now, "file": plan.file_name, "kind": kind}
    for name, highest in about.numbers.items():
        given[name] = run(db, f"select coalesce(({highest}), 0)").fetchone()[0]
    if _newcomers(plan.works[kind], about):
        plan.works[kind].apply(db, "kinds/about_people/take_in.sql", **given)
    for step in about.commit:
        if step.do is not None:
            DO[step.do](db, plan.works[kind], about, given)
        else:
            plan.works[kind].apply(db, step.sql, beside=about.beside(step.sql), **given)
    log_changes(db, kind, batch)


def _store_people(db: duckdb.DuckDBPyConnection, work: Workspace, _: Descriptor, given: dict) -> None:
    """New people in the order of their numbers, some at once: sorting hundreds of thousands would hold them all twice."""
    new, base = run(db, "select count(*) from taken where is_new").fetchone()[0], given["person_base"]
    for since in range(base, base + new, PEOPLE):
        work.apply(db, "kinds/people/commit_new.sql", **given, since=since, until=since + PEOPLE)
    run(db, "drop table taken")


def store_scans(db: duckdb.DuckDBPyConnection, work: Workspace, _: Descriptor, given: dict) -> None:
    """In time order, some days at once: sorting tens of millions of rows would hold them all."""
    days = run(
        db, work.named("select cast(scanned_at as date) as day, count(*) from plan.check_ins group by day order by day")
    )
    together, rows = [], 0
    for day, count in [*days.fetchall(), (None, 0)]:
        if together and (day is None or rows + count > SORTED):
            work.apply(db, "kinds/check_ins/commit_scans.sql", **given, since=together[0], until=together[-1])
            together, rows = [], 0
        together, rows = [*together, day], rows + count


# What a step of a commit may `do` besides SQL: (transaction, workspace, kind, parameters).
DO = {"new_people": _store_people, "scans": store_scans, "facts": store_facts}


def _newcomers(work: Workspace, about: Descriptor) -> bool:
    """Does the list take in people whom the register does not know?"""
    return "about_people/who.sql" in {step.sql for step in about.steps} and bool(
        work.value("select count(*) from plan.newcomer")
    )


def _load_pinyin(work: Workspace, kind: str) -> None:
    named = "plan.newcomer" if _newcomers(work, descriptor(kind)) else descriptor(kind).names
    if named:
        names = [n for (n,) in work.run(f"select distinct name from {named}").fetchall()]  # noqa: S608 - our own tables
        text = pa.string()
        columns = readings(names)
        work.load("pinyin", pa.table(columns, pa.schema([(c, text) for c in columns])))


def _roll_up(store: Store, work: Workspace, days: str, actor: str) -> None:
    """The touched days, within the same transaction: figures and scans never disagree."""
    roll_up(store, days=[day for (day,) in work.run(days).fetchall()], actor=actor)
