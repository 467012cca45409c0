"""Grids as they are written, each writing looked up once: `check/grid_plain.sql`, `check/grid_texts.sql`."""

from __future__ import annotations

from core.ingest.kinds.descriptor import GridField, descriptor
from core.ingest.workspace import Workspace

NOTHING = "select null::text as axis, null::text as written, null::text as town, null::text as section where false"


def resolve_grids(work: Workspace, kind: str) -> None:
    """`plan.grid_text`: what the staged rows write for a grid, once each; names of the register are spelled out only when a plain
    look-up does not do."""
    about = descriptor(kind)
    if not about.grid_texts and not about.grids:
        return
    written = [
        _asked(about.staged, name, of) for name, of in about.grids.items() if not work.blank.issuperset(_says(name, of))
    ]
    asked = about.grid_texts or " union all ".join(written or [NOTHING])
    if about.nil and not about.grid_texts:  # of a form without records, the place alone is told
        asked += " union select 'area', text, null, null from plan.fixed where field = 'grid' and empty"
    work.run(f"create or replace table plan.asked as {asked}")
    work.script("places/grid_plain.sql")
    if work.value("select count(*) from plan.asked"):
        if not work.value("select count(*) from plan.place"):
            work.script("places/places.sql")
        work.script("places/grid_texts.sql")


def _says(name: str, about: GridField) -> list[str]:
    """The columns of which one says which grid is meant."""
    return [name, "town", "section"] if about.placed else [name, "town"] if about.in_town else [name]


def _asked(staged: str, name: str, about: GridField) -> str:
    """Each way in which a field writes a grid."""
    town = "town" if about.placed or about.in_town else "null::text as town"
    section = "section" if about.placed else "null::text as section"
    says = f"coalesce({', '.join(_says(name, about))})"
    return (
        f"select distinct '{about.axis}' as axis, {name} as written, {town}, {section} from {staged}"  # noqa: S608 - names of kind.toml
        f" where {says} is not null"
    )
