"""What changed since the same form was last filled for the same grid: compared by hashes, so that no values are kept twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import pyarrow as pa

from core.domain import Scope
from core.store import Store, run
from core.workbooks.fill_form_columns import FormColumn

DIGITS = 6
GONE = 1_000  # named in the workbook


@dataclass(frozen=True)
class Since:
    """`marks`: of each row (is it new, positions of changed columns); `gone`: name and grid, blank where the reader may not see;
    `hashes`: (id, hashes) of each row now; `last`: the fill compared with."""

    form: str
    last: int | None
    marks: list[tuple[bool, list[int]]]
    gone: list[list[str]]
    hashes: list[tuple[int, str]]

    @property
    def first(self) -> bool:
        return self.last is None

    @property
    def new(self) -> int:
        return sum(new for new, _ in self.marks)

    @property
    def changed(self) -> int:
        return sum(bool(cells) for _, cells in self.marks)


def since_last(
    store: Store, scope: Scope, form: str, kind: str, grid: int, masked: bool, columns: list[FormColumn], rows: list[tuple],
    today: date,
) -> Since:  # fmt: skip
    compared = [at for at, c in enumerate(columns) if c.compared]
    now = [(row[0], "".join(_hash(row[at + 1]) for at in compared)) for row in rows]
    last = store.value(
        "select max(fill_id) from form_fill where form = $form and kind = $kind and grid_id = $grid and masked = $masked",
        form=form, kind=kind, grid=grid, masked=masked,
    )  # fmt: skip
    if last is None:
        return Since(form, None, [(False, [])] * len(rows), [], now)
    before = dict(store.run("select entity_id, hashes from form_fill_row where fill_id = $last", last=last).fetchall())
    marks = [_mark(before.get(number), hashes, compared) for number, hashes in now]
    gone = sorted(set(before) - {number for number, _ in now})
    return Since(form, last, marks, _named(store, scope, kind, gone, today), now)


def store_fill(
    db: duckdb.DuckDBPyConnection, since: Since, *, kind: str, grid: int, masked: bool, actor: str, now: datetime
) -> None:
    """Keep the hashes of this fill, and no longer those of the one before."""
    number = run(db, "select coalesce(max(fill_id), 0) + 1 from form_fill").fetchone()[0]
    run(
        db,
        "insert into form_fill values ($fill, $form, $kind, $grid, $masked, $now, $actor, $rows)",
        fill=number, form=since.form, kind=kind, grid=grid, masked=masked, now=now, actor=actor, rows=len(since.hashes),
    )  # fmt: skip
    run(db, "delete from form_fill_row where fill_id = $last", last=since.last)
    ids, hashes = zip(*since.hashes, strict=True)
    db.register("given_rows", pa.table({"id": pa.array(ids, pa.int64()), "hashes": pa.array(hashes, pa.string())}))
    run(db, "insert into form_fill_row select $fill, id, hashes from given_rows order by id", fill=number)
    db.unregister("given_rows")


def _hash(text: str | None) -> str:
    return hashlib.md5((text or "").encode(), usedforsecurity=False).hexdigest()[:DIGITS]


def _mark(before: str | None, hashes: str, compared: list[int]) -> tuple[bool, list[int]]:
    if before is None:
        return True, []
    parts = range(0, len(hashes), DIGITS)
    return False, [
        at for at, n in zip(compared, parts, strict=True) if hashes[n : n + DIGITS] != before[n : n + DIGITS]
    ]


def _named(store: Store, scope: Scope, kind: str, ids: list[int], today: date) -> list[list[str]]:
    """Name and present grid of those gone, as far as the reader still sees them; a dash for the others."""
    own = (
        "select p.person_id as id, p.home_grid_id as grid_id, case when $show then p.name else mask_name(p.name) end as name from person p"
        " where p.person_id in (from scope_people($scope, $today))"
        if kind == "people"
        else "select grid_id as id, coalesce(parent_id, area_id, grid_id) as grid_id, name from grid"
        " where coalesce(parent_id, area_id, grid_id) in (from scope_grids($scope))"
    )
    found = store.run(
        f"select e.id, e.name, g.name from ({own}) e join grid g on g.grid_id = e.grid_id"  # noqa: S608 - chosen above
        " where list_contains($ids, e.id)",
        ids=ids, scope=scope.roots, today=today, show="name" in scope.reveal,
    ).fetchall()  # fmt: skip
    known = {number: [name or "—", grid] for number, name, grid in found}
    return [known.get(number, ["—", "—"]) for number in ids[:GONE]]
