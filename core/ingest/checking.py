"""Staged rows → findings, what would change, and the status of each row; all of it set-wise in SQL (`kinds/*/check*.sql`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from core.domain import AREA_LEVELS, EVERYTHING, Scope
from core.geo.datum import to_wgs84
from core.ingest.kinds.check_ins.scans import check_scans
from core.ingest.places.grid_texts import resolve_grids
from core.ingest.row_keys.row_key import match_keys
from core.ingest.workspace import Workspace

BLOCK_LEVELS = ("unit", "department", "stage", "team", "class")
CHINA = (73.0, 136.0, 3.0, 54.0)


def check(
    work: Workspace,
    kind: str,
    batches: Iterator[pa.Table],
    scope: Scope,
    *,
    now: datetime,
    datum: str,
    taking: list[int] | tuple = (),
    current: list[int] | tuple = (),
    bare: list[int] | tuple = (),
    by_name: list[int] | tuple = (),
) -> None:
    """Fill the plan's tables for one kind from its rows as staged. `taking`: the sheets whose value counts where a cell of an export
    was edited and the register changed since; `current`: the sheets whose codes and names are today's, whatever speaks for an older
    list; `bare`: the sheets without a column for parents; `by_name`: the lists of grids without the codes of towns."""
    work.script("keys.sql", scope=scope.roots)
    if kind == "check_ins":
        check_scans(work, batches, now=now)
        return
    for rows in batches:
        work.append(f"staged_{kind}", rows)
        del rows  # a county's roster is not held twice
    match_keys(work, kind, today=now.date())
    if kind == "people":
        work.script("kinds/people/check_lent.sql")
    work.narrow(f"staged_{kind}")
    if by_name and kind == "grids":
        work.script("kinds/grids/check_named.sql", by_name=list(by_name))
    if kind != "grids" or by_name:
        resolve_grids(work, kind)
    if kind == "people":
        work.script("kinds/people/check.sql", today=now.date())
        work.narrow("typed_rows")
        work.script("kinds/people/check_typed.sql")
        work.script("kinds/people/check_match.sql")
        work.script("kinds/people/check_clears.sql")
        work.script("kinds/people/check_issues.sql", today=now.date(), taking=list(taking))
        work.narrow("people")
    elif kind == "exit_applications":
        work.script("kinds/exit_applications/check.sql", today=now.date())
        work.script("kinds/exit_applications/check_issues.sql", latest=now + timedelta(days=1))
    else:
        work.script(f"kinds/{kind}/check.sql", today=now.date(), bare=list(bare))
        if by_name and kind == "grids":
            work.script("kinds/grids/check_found.sql")
        _points(work, datum)
        work.script("kinds/nodes/check.sql")
        for level in AREA_LEVELS if kind == "grids" else BLOCK_LEVELS:
            work.script("kinds/nodes/check_match.sql", level=level)
        work.script("kinds/nodes/check_older.sql", current=list(current))
        work.script(
            "kinds/nodes/check_issues.sql", today=now.date(), whole=EVERYTHING in scope.grids, taking=list(taking)
        )


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
