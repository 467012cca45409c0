"""What an import would do, before it does anything: `prepare` reads, maps, checks and compares; nothing is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa

from core import clock
from core.domain import Scope
from core.errors import UserError
from core.files.guard import look
from core.files.read import RawSheet
from core.ingest.checking import Check, check
from core.ingest.counting import counts_of
from core.ingest.kinds.descriptor import descriptor, descriptors
from core.ingest.kinds.outlines.outlines import given_outlines, read_outlines
from core.ingest.meaning.answers import Answers
from core.ingest.meaning.located import Located
from core.ingest.meaning.reading import again, locate_sheets, print_of, read_sheets
from core.ingest.meaning.records import why_none
from core.ingest.outside import CODE, note_outside
from core.ingest.places.titles import read_places
from core.ingest.preview import preview_rows
from core.ingest.reckoning import Tally
from core.ingest.sheet_plan import SheetPlan
from core.ingest.stage import create_staged, staged
from core.ingest.workspace import Workspace
from core.ingest.years import stated_day
from core.store import Store, load_sql

Progress = Callable[[float, str], None]
INTAKE = (
    "场所码与闸机"  # what a day's batch of scans that came by themselves is called, where others have a file's name
)
HIGHEST = "select greatest(0, max(person_id), (select max(gone_id) from person_merge)) from person"


@dataclass
class Plan:
    """A checked file, ready to be committed. Drop it with `discard` when it is not wanted."""

    store: Store
    scope: Scope
    path: Path
    file_name: str
    datum: str
    sha256: str
    size: int
    now: datetime
    raws: list[tuple[RawSheet, Located]]
    works: dict[str, Workspace] = field(default_factory=dict)  # kind → its staging area
    sheets: list[SheetPlan] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)  # sheets not looked at
    repeat_of: int | None = None  # the batch that stored this very file before
    outlines: pd.DataFrame | None = None
    batch: int | None = None
    way: str = "file"  # or form: one person, registered on arrival
    seen: tuple = ()  # state of the registers that the plan was compared with

    @property
    def kinds(self) -> list[str]:
        return [k for k in descriptors() if any(s.kind == k for s in self.sheets)]

    def report(self, *, issues: int | None = None) -> dict:
        """The contract of the command line: file, batch (None until committed) and each sheet with its counts and issues."""
        return {"file": self.file_name, "batch": self.batch, "sheets": [s.report(issues) for s in self.sheets]}

    def preview(self, sheet: str, *, status: str | None = None, limit: int = 200, offset: int = 0) -> pd.DataFrame:
        """Grain: one row of the sheet. Columns: row, status, the mapped fields as read (masked unless revealed), `before`
        ({field: old value} of a changed row) and `why` (codes of its issues)."""
        part = next(s for s in self.sheets if s.sheet == sheet)
        return preview_rows(part, self.scope, datum=self.datum, status=status, limit=limit, offset=offset)


def prepare(
    store: Store, scope: Scope, path: str | Path, *, file_name: str | None = None, kind: str = "auto", sheet: str | None = None,
    datum: str = "gcj02", answers: Mapping[str, Answers] | None = None, of_all: Answers | None = None, now: datetime | None = None,
    progress: Progress | None = None, actor: str = "command line", way: str = "file",
) -> Plan:  # fmt: skip
    """Read, map, check and compare a file; nothing is stored.

    `answers`: sheet → what the clerk says of it; a sheet without takes `of_all`, or the mapping saved for its header, if there is one.
    `now` is the moment against which “in the future” is judged (the server's clock when not given). Raises UserError when the
    file is refused: file_empty, file_not_spreadsheet, file_password, file_unreadable, file_hostile, file_slow, header_unknown,
    sheet_unknown, no_rows, template_unfilled, formulas_unsolved, nothing_listed, outside_many (`actor`: who asks, for the audit log).
    """
    path = Path(path)
    name = file_name or path.name
    tell = progress or (lambda done, step: None)
    tell(0.0, "read")
    form = look(path, name)
    raws, hidden, outlines = [], [], None
    with ThreadPoolExecutor(1) as beside:  # the child that reads takes its time to start
        sha256 = beside.submit(_sha256, path)
        if form == "geojson":
            outlines = read_outlines(path, name, datum)
        else:
            sheets = read_sheets(path, form, name, store, sheet)
            tell(0.5, "map")
            raws, hidden = locate_sheets(store, sheets, kind, sheet, name, answers or {}, of_all)
            raws = read_places(store, raws, name)
    plan = Plan(
        store=store, scope=scope, path=path, file_name=name, datum=datum, sha256=sha256.result(), size=path.stat().st_size,
        now=now or clock.now(), raws=raws, hidden=hidden, outlines=outlines, way=way,
    )  # fmt: skip
    try:
        fill(plan, tell)
        outside = sum(
            work.value("select count(*) from plan.issue where code = $code", code=CODE) for work in plan.works.values()
        )
        note_outside(store, scope, outside, actor=actor, now=plan.now)
    except BaseException:
        discard(plan)
        raise
    return plan


def fill(plan: Plan, tell: Progress) -> None:
    """(Re)do everything after reading: stage, check, compare. Used again by `commit` when the registers have changed since."""
    _drop(plan)
    plan.seen = state_of(plan.store)
    plan.repeat_of = plan.store.value(
        "select max(batch_id) from import_batch where sha256 = $sha and status = 'committed'", sha=plan.sha256
    )
    plan.sheets = _sheets(plan)
    tell(0.6, "check")
    tallies = {part.number: Tally() for part in plan.sheets}
    visitor_base = plan.store.value(HIGHEST)
    for kind in plan.kinds:
        work = plan.works[kind] = Workspace(plan.store)
        if plan.outlines is None:
            create_staged(work, kind)
        else:
            work.load("given", given_outlines(plan.outlines))
        sheets = tuple(s for s in plan.sheets if s.kind == kind)
        staging = _staging(plan, kind, tallies)
        check(Check(work, kind, staging, plan.scope, plan.now, plan.datum, sheets, visitor_base))
        visitor_base += sum(tallies[s.number].read for s in sheets)  # each of its rows may be a new person
    for part in plan.sheets:
        part.work = plan.works[part.kind]
        part.counts = counts_of(part.work, part.number, part.kind)
        about = descriptor(part.kind)
        if set(about.several) & part.fields:
            part.scans = part.work.value(about.scans, sheet=part.number)
        if part.number in tallies:
            part.read, part.left_out = tallies[part.number].read, tallies[part.number].left_out
    listed = plan.outlines is None
    if listed and all(s.ready for s in plan.sheets) and not any(s.counts["rows"] or s.nil for s in plan.sheets):
        raise UserError(_why_no_rows(plan), file=plan.file_name)
    tell(1.0, "checked")


def _sheets(plan: Plan) -> list[SheetPlan]:
    if plan.outlines is not None:
        return [SheetPlan(0, Path(plan.file_name).stem, "outlines", 0, {}, [])]
    return [
        SheetPlan(
            n, raw.name, found.kind, 0 if found.table and found.table.headless else raw.first_row + found.header, found.mapping,
            list(found.unmapped), columns=found.proposals, answers=found.answers, fingerprint=print_of(found),
            headless=bool(found.table and found.table.headless), day=stated_day(raw, found, plan.now.date()),
        )
        for n, (raw, found) in enumerate(plan.raws)
    ]  # fmt: skip


def _why_no_rows(plan: Plan) -> str:
    if why_none([raw for raw, _ in plan.raws]) == "template_unfilled":
        return "template_unfilled"
    found = "select distinct code from plan.issue"
    codes = {code for work in plan.works.values() for (code,) in work.run(found).fetchall()}
    if "row_formulas" in codes:
        return "formulas_unsolved"
    return "nothing_listed" if codes & {"row_crossed", "row_nobody"} else "no_rows"


def remap(plan: Plan, answers: Mapping[str, Answers], progress: Progress | None = None) -> None:
    """Check and compare anew with what the clerk says of some sheets; the file is not read again."""
    raws = [
        (raw, again(plan.store, raw, found, answers[raw.name]) if raw.name in answers else found)
        for raw, found in plan.raws
    ]
    plan.raws = read_places(plan.store, raws, plan.file_name)
    fill(plan, progress or (lambda done, step: None))


def discard(plan: Plan) -> None:
    """Drop what the plan keeps in memory."""
    _drop(plan)
    plan.raws = []


def _drop(plan: Plan) -> None:
    for work in plan.works.values():
        work.drop()
    plan.works.clear()


def state_of(store: Store) -> tuple:
    """Changes whenever the registers do, so that a plan made before is compared anew. Visitors whom gates bring do not count: they come by
    the minute, and a long plan would never be stored; should one of them be in the list as well, the pair is found as duplicates are."""
    return store.one(load_sql(__file__, "state.sql"), intake=INTAKE)


def _staging(plan: Plan, kind: str, tallies: dict[int, Tally]) -> Iterator[pa.Table]:
    for number, (raw, found) in enumerate(plan.raws):
        if found.kind == kind:
            yield from staged(plan.works[kind], number, raw, found, tallies[number])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
