"""Rows of a list about people that may mean several of the register, or somebody of whom it isn't sure: beside each, who may be meant."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import Scope
from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.columns import kinds
from core.ingest.preview import masked
from core.ingest.sheet_plan import SheetPlan
from core.store import load_sql

WHO = "about_people/who.sql"
MOST = 200
NOBODY = "other"  # what the clerk says of a row: none of those who may be (Answers.same)
PLACES = ("grid", "section", "town")
# What a list about people may tell of somebody beside the name → SQL of what the register holds.
PERSON = {
    "name": "p.name",
    "sex": "p.sex",
    "age": "age_on(p.birth_date, cast($as_of as date))",
    "phone": "p.phone",
    "id_number": "p.id_number",
    "place": "g.name",
    "address": "coalesce(p.address, h.address)",
}
FILE = ("name", "sex", "age", "phone", "place", "address")


def looks_up_people(kind: str) -> bool:
    """Does this kind of list look its people up in the register, taking unknown ones in where the clerk says so?"""
    return WHO in {step.sql for step in descriptor(kind).steps}


def candidates(part: SheetPlan, scope: Scope, *, as_of: date, limit: int = MOST) -> pd.DataFrame:
    """Grain: one row of the sheet and one person who may be meant, of those whom the reader may see, whoever agrees in sex and age first.

    Columns: row, person_id, `file_` name, sex, age, phone, place, address (as the list has them; null where it has no such column), `known_` name,
    sex, age (whole years), phone, id_number, place, address, all masked unless revealed; verdict (ask, or what the clerk said: same | other),
    against (sex, age: what both tell and differs, joined by a comma), alone (of this row the only one who agrees in sex and age). Of rows that lead to nobody, only
    those who agree in both. Empty for other kinds of lists.
    """
    shown = [*(f"file_{side}" for side in FILE), *(f"known_{side}" for side in PERSON)]
    if not looks_up_people(part.kind):
        return pd.DataFrame(columns=["row", "person_id", *shown, "verdict", "against", "alone"])
    about = descriptor(part.kind)
    tells = {"sex", "age"} <= set(kinds()[part.kind].fields)
    put_in = {
        "file_sides": _sides(part.kind, "file", _of_row(part.kind, tells), scope),
        "sides_of_person": _sides("people", "known", PERSON, scope),
        "staged_rows": about.staged,
        "outcome_of_row": f"join {about.outcome} o on o.sheet = s.sheet and o.row = s.row" if tells else "",
        "told_sex": "o.sex" if tells else "null::text",
        "told_age": "o.age" if tells else "null::double",
    }
    sql = load_sql(__file__, "doubtful.sql")
    for name, text in put_in.items():
        sql = sql.replace(name, text)
    return part.work.df(sql, sheet=part.number, scope=scope.roots, as_of=as_of, limit=limit)


def _sides(kind: str, side: str, columns: dict[str, str], scope: Scope) -> str:
    return ", ".join(f"{masked(kind, name, sql, scope)} as {side}_{name}" for name, sql in columns.items())


def _of_row(kind: str, tells: bool) -> dict[str, str]:
    known = kinds()[kind].fields
    own = {name: f"s.{name}" if name in known else "null::text" for name in FILE}
    places = ", ".join(f"s.{name}" for name in PLACES if name in known)
    typed = {"sex": "o.sex", "age": "o.age"} if tells else {}
    return own | typed | {"place": f"coalesce({places})" if places else "null::text"}
