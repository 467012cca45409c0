"""What a sheet writes for grids and values, each writing once with its meaning and the reason for it: the clerk's questions."""

from __future__ import annotations

import json

import pandas as pd

from core.ingest.facts.facts import texts_of
from core.ingest.kinds.descriptor import GridField, descriptor
from core.ingest.meaning.columns import kinds
from core.ingest.workspace import Workspace
from core.store import load_sql

MOST = 500  # writings listed
SUGGESTED = 100  # unknown grids for which similar names are looked up
COLUMNS = ["field", "text", "context", "rows", "meaning", "path", "how", "ways", "candidates"]


def written_values(work: Workspace, sheet: int, kind: str) -> pd.DataFrame:
    """Grain: one distinct writing of a field that names a grid or is of a value set; the first 500, those in doubt first, then by rows.

    Columns: field; text; context (the township beside it, or None); rows; meaning (grid code or stored code; None if none);
    path (“横州镇 / 城东社区”, of grids); how (code, former_code, name, former_name, town_name, ending, scope, context; value; None);
    ways (how many grids it may mean); candidates (list of {code, path}, at most 8: all grids of an ambiguous text, of an unknown one
    up to 3 with a similar name in the user's area). Of check-ins, the rows that the preview keeps. Call it after the check.
    """
    parts = [_of_grid(work, sheet, kind, name, about) for name, about in descriptor(kind).grids.items()]
    parts += [
        _of_set(work, sheet, kind, field.name, field.type.removeprefix("value:"))
        for field in kinds()[kind].fields.values()
        if field.type.startswith("value:") and (not field.fact or work.has_facts)
    ]
    found = pd.concat([p for p in parts if len(p)] or [pd.DataFrame(columns=COLUMNS)], ignore_index=True)
    found["doubt"] = found["meaning"].isna()
    order = found.sort_values(["doubt", "rows", "field", "text"], ascending=[False, False, True, True], kind="stable")
    return order.head(MOST)[COLUMNS].reset_index(drop=True)


def _of_grid(work: Workspace, sheet: int, kind: str, name: str, about: GridField) -> pd.DataFrame:
    query = (
        load_sql(__file__, "written_grids.sql")
        .replace("staged_table", descriptor(kind).staged)
        .replace("text_of_field", f"coalesce(s.{name}, s.section)" if about.placed else f"s.{name}")
        .replace("written_here", f"s.{name}")
        .replace("town_here", "s.town" if about.placed or about.in_town else "cast(null as text)")
        .replace("section_here", "s.section" if about.placed else "cast(null as text)")
    )
    found = work.df(query, sheet=sheet, axis=about.axis, field=name, most=MOST, suggested=SUGGESTED)
    found["candidates"] = [json.loads(text) if isinstance(text, str) else [] for text in found["candidates"]]
    return found


def _of_set(work: Workspace, sheet: int, kind: str, name: str, value_set: str) -> pd.DataFrame:
    staged = texts_of(name) if kinds()[kind].fields[name].fact else descriptor(kind).staged
    query = load_sql(__file__, "written_set.sql").replace("staged_table", staged).replace("text_here", f"s.{name}")
    found = work.df(query, sheet=sheet, field=name, set_name=value_set, most=MOST)
    found["candidates"] = [[] for _ in range(len(found))]
    return found
