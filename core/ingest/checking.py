"""Staged rows → findings, what would change, and the status of each row; all of it set-wise in SQL (`check/*.sql`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from core.domain import AREA_LEVELS, EVERYTHING, Scope
from core.ingest.datum import to_wgs84
from core.ingest.workbook.row_key import match_keys
from core.ingest.workspace import Workspace

BLOCK_LEVELS = ("unit", "department", "stage", "team", "class")
AT_ONCE = 2_000_000  # check-ins compared with one another at once
SHOWN = 1_000  # rows of check-ins kept for the preview, besides those with findings
# Each way of writing a grid: axis, written, town, section.
ASKED = {
    "people": "select distinct 'area' as axis, grid as written, town, section from plan.staged_people where coalesce(grid, town, section) is not null"
    " union all select distinct 'block', block, null, null from plan.staged_people where block is not null",
    "check_ins": "select distinct 'any' as axis, grid as written, null::text as town, null::text as section"
    " from plan.staged_check_ins where grid is not null",
    "units": "select distinct 'area' as axis, area_code as written, null::text as town, null::text as section"
    " from plan.staged_units where area_code is not null",
}  # fmt: skip
CHINA = (73.0, 136.0, 3.0, 54.0)


def check(
    work: Workspace,
    kind: str,
    batches: Iterator[int],
    scope: Scope,
    *,
    now: datetime,
    datum: str,
    taking: list[int] | tuple = (),
) -> None:
    """Fill the plan's tables for one kind. `batches` stages the rows: check-ins are checked batch by batch, so that tens of
    millions need no more memory than one batch and their keys. `taking`: the sheets whose value counts where a cell of an export was
    edited and the register changed since."""
    work.script("check/keys.sql", scope=scope.roots)
    latest = now + timedelta(days=1)  # a clock that goes ahead is no reason to lose a scan
    if kind == "check_ins":
        work.script("check/check_ins_start.sql")
        for _ in batches:
            resolve_grids(work, kind)
            work.script("check/check_ins.sql", latest=latest, shown=SHOWN, today=now.date())
        work.script("check/check_ins_end.sql")
        parts = 1 + work.value("select count(*) from plan.check_ins") // AT_ONCE
        for part in range(parts):
            work.script("check/check_ins_again.sql", part=part, parts=parts)
        return
    for _ in batches:
        pass
    match_keys(work, kind, today=now.date())
    work.narrow(f"staged_{kind}")
    resolve_grids(work, kind)
    if kind == "people":
        work.script("check/people.sql", today=now.date())
        work.narrow("typed")
        work.script("check/people_match.sql")
        work.script("check/people_clears.sql")
        work.script("check/people_issues.sql", today=now.date(), taking=list(taking))
        work.narrow("people")
    elif kind == "exit_applications":
        work.script("check/exit_applications.sql", today=now.date())
        work.script("check/exit_applications_issues.sql", latest=latest)
    else:
        work.script(f"check/{kind}.sql", today=now.date())
        _points(work, datum)
        work.script("check/nodes.sql")
        for level in AREA_LEVELS if kind == "grids" else BLOCK_LEVELS:
            work.script("check/node_match.sql", level=level)
        work.script("check/node_issues.sql", today=now.date(), whole=EVERYTHING in scope.grids, taking=list(taking))


def resolve_grids(work: Workspace, kind: str) -> None:
    """`plan.grid_text`: what the staged rows write for a grid, once each; names of the register are spelled out only when a plain
    look-up does not do."""
    if kind not in ASKED:
        return
    work.run(f"create or replace table plan.asked as {ASKED[kind]}")
    work.script("check/grid_plain.sql")
    if work.value("select count(*) from plan.asked"):
        if not work.value("select count(*) from plan.place"):
            work.script("check/places.sql")
        work.script("check/grid_texts.sql")


def _points(work: Workspace, datum: str) -> None:
    """`plan.point`: the coordinates of rows that have usable ones, in WGS-84 to seven digits (a centimetre)."""
    rows = work.run(
        "select sheet, row, try_cast(lon_text as double), try_cast(lat_text as double) from plan.given where lon_text is not null and not derived"
    ).fetchnumpy()
    sheet, row, lon, lat = (
        np.ma.filled(v.astype(float) if v.dtype.kind == "f" else v, np.nan if v.dtype.kind == "f" else 0)
        for v in rows.values()
    )
    west, east, south, north = CHINA
    usable = (lon > west) & (lon < east) & (lat > south) & (lat < north)
    sheet, row, lon, lat = sheet[usable], row[usable], lon[usable], lat[usable]
    if datum == "gcj02":
        lon, lat = to_wgs84(lon, lat)
    work.load("point", pa.table({"sheet": sheet, "row": row, "lon": np.round(lon, 7), "lat": np.round(lat, 7)}))
