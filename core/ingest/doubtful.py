"""Rows of a list about people that may mean several of the register, or somebody of whom it isn't sure: beside each, who may be meant."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import Scope
from core.ingest.kinds.descriptor import descriptor
from core.ingest.preview import masked
from core.ingest.sheet_plan import SheetPlan
from core.store import load_sql

WHO = "about_people/who.sql"
MOST = 200
SIDES = ("name", "phone", "id_number")


def looks_up_people(kind: str) -> bool:
    """Does this kind of list look its people up in the register, taking unknown ones in where the clerk says so?"""
    return WHO in {step.sql for step in descriptor(kind).steps}


def candidates(part: SheetPlan, scope: Scope, *, as_of: date, limit: int = MOST) -> pd.DataFrame:
    """Grain: one row of the sheet and one person who may be meant, of those whom the reader may see. Columns: row, person_id, name, phone,
    id_number (masked unless revealed), place. Empty for other kinds of lists."""
    if not looks_up_people(part.kind):
        return pd.DataFrame(columns=["row", "person_id", *SIDES, "place"])
    columns = ", ".join(f"{masked('people', side, f'p.{side}', scope)} as {side}" for side in SIDES)
    return part.work.df(
        load_sql(__file__, "doubtful.sql").replace("sides_of_person", columns),
        sheet=part.number, scope=scope.roots, as_of=as_of, limit=limit,
    )  # fmt: skip
