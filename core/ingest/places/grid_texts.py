"""Grids as they are written, each writing looked up once: `check/grid_plain.sql`, `check/grid_texts.sql`."""

from __future__ import annotations

from core.ingest.workspace import Workspace

# Each way of writing a grid: axis, written, town, section.
ASKED = {
    "people": "select distinct 'area' as axis, grid as written, town, section from plan.staged_people where coalesce(grid, town, section) is not null"
    " union all select distinct 'block', block, null, null from plan.staged_people where block is not null",
    "check_ins": "select 'any' as axis, written, null::text as town, null::text as section from given_rows where written is not null",
    "grids": "select distinct 'area' as axis, written, town, section from plan.grid_named where coalesce(written, town, section) is not null",
    "units": "select distinct 'area' as axis, area_code as written, null::text as town, null::text as section"
    " from plan.staged_units where area_code is not null",
}  # fmt: skip


def resolve_grids(work: Workspace, kind: str) -> None:
    """`plan.grid_text`: what the staged rows write for a grid, once each; names of the register are spelled out only when a plain
    look-up does not do."""
    if kind not in ASKED:
        return
    work.run(f"create or replace table plan.asked as {ASKED[kind]}")
    work.script("places/grid_plain.sql")
    if work.value("select count(*) from plan.asked"):
        if not work.value("select count(*) from plan.place"):
            work.script("places/places.sql")
        work.script("places/grid_texts.sql")
