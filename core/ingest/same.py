"""Rows of a roster that resemble somebody without proving who they are, beside the one whom they resemble: “same person?”."""

from __future__ import annotations

import pandas as pd

from core.domain import Scope
from core.ingest.preview import masked
from core.ingest.sheet_plan import SheetPlan
from core.store import load_sql

SIDES = ("name", "sex", "birth_date", "phone", "id_number", "place", "household", "address")
MOST = 200


def likenesses(part: SheetPlan) -> pd.DataFrame:
    """kind (LIKENESS), verdict (same | other | ask), rows. Grain: one row per kind and verdict; of rosters alone, empty for others."""
    if part.kind != "people":
        return pd.DataFrame({"kind": [], "verdict": [], "rows": []})
    return part.work.df(load_sql(__file__, "same_counts.sql"), sheet=part.number)


def side_by_side(part: SheetPlan, scope: Scope, *, kind: str, limit: int = MOST) -> pd.DataFrame:
    """The rows of one kind of likeness in the order of the list. Grain: one row of the sheet.

    Columns: row, verdict, against (codes of what contradicts, joined by a comma), and of both sides `file_<field>` and `known_<field>`
    (the registered person, or the earlier row of the list): name, sex, birth_date, phone, id_number, place, household, address, masked
    unless revealed. `first`: the earlier row's number.
    """
    columns = ", ".join(
        f"{masked('people', field, f'{side}.{field}', scope)} as {side}_{field}"
        for side in ("file", "known")
        for field in SIDES
    )
    return part.work.df(
        load_sql(__file__, "same_rows.sql").replace("both_sides", columns), sheet=part.number, kind=kind, limit=limit
    )
