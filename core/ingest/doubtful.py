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
ROWS = 40  # shown at once, each with all who may be meant
SEX = "left join plan.value x on x.set_name = 'sex' and x.text = plan.value_key(plan.told(s.sex))"
NOBODY = "other"  # what the clerk says of a row: none of those who may be (Answers.same)
PLACES = ("grid", "section", "town", "address")
# What a list about people may tell of somebody beside the name → SQL of what the register holds.
PERSON = {
    "name": "p.name",
    "sex": "p.sex",
    "age": "age_on(p.birth_date, cast($as_of as date))",
    "place": "coalesce(g.name, t.name)",
    "address": "coalesce(p.address, h.address)",
    "phone": "p.phone",
    "id_number": "p.id_number",
}
FILE = ("name", "sex", "age", "place", "address", "phone")


def looks_up_people(kind: str) -> bool:
    """Does this kind of list look its people up in the register, taking unknown ones in where the clerk says so?"""
    return WHO in {step.sql for step in descriptor(kind).steps}


def candidates(part: SheetPlan, scope: Scope, *, as_of: date, rows: int = ROWS) -> pd.DataFrame:
    """Of the first rows that wait, then of those that were answered. Grain: one row of the sheet and one person who may be meant, of those whom the
    reader may see, whoever agrees in sex and age and lives there first.

    Columns: row, person_id, registered (false: taken in by an earlier list), `file_` name, sex, age, place, address, phone (as the list has them;
    null where it has no such column), `known_` name, sex, age (whole years), place, address, phone, id_number, all masked unless revealed;
    verdict (ask, or what the clerk said: same | other), against (sex, age: what both tell and differs, joined by a comma), alone (as in `waiting`). Of rows
    that lead to nobody, only those who agree in sex and age. Empty for other kinds of lists.
    """
    if not looks_up_people(part.kind):
        shown = [*(f"file_{side}" for side in FILE), *(f"known_{side}" for side in PERSON)]
        return pd.DataFrame(columns=["row", "person_id", "registered", *shown, "verdict", "against", "alone"])
    ask = " select * exclude (answer, place, likelihood) from doubted where place <= $rows order by place, likelihood"
    return part.work.df(_doubted(part, scope) + ask, sheet=part.number, scope=scope.roots, as_of=as_of, rows=rows)


def waiting(part: SheetPlan, scope: Scope, *, as_of: date) -> dict[str, str | None]:
    """Rows that nobody has said anything of, though somebody may be meant → the number of the only one called so who agrees in sex and age (within a
    year), where no other row may mean them too; None: nobody does."""
    ask = " select row, max(person_id) filter (where alone) as person_id from doubted where answer is null group by row order by row"
    found = part.work.run(_doubted(part, scope) + ask, sheet=part.number, scope=scope.roots, as_of=as_of).fetchall()
    return {str(row): None if person is None else str(person) for row, person in found}


def _doubted(part: SheetPlan, scope: Scope) -> str:
    about, known = descriptor(part.kind), kinds()[part.kind].fields
    typed = {"sex", "age"} <= known.keys() and not known["age"].hint  # the list keeps them
    hinted = {"sex", "age"} <= known.keys() and not typed
    places = ", ".join(f"s.{name}" for name in PLACES if name in known)
    told = (
        {"sex": "x.code", "age": "plan.years_of(plan.told(s.age), null)"}
        if hinted
        else {"sex": "null::text", "age": "null::double"}
    )
    told = {"sex": "o.sex", "age": "o.age"} if typed else told
    put_in = {
        "file_sides": _sides(part.kind, "file", _of_row(set(known)) | told, scope),
        "sides_of_person": _sides("people", "known", PERSON, scope),
        "staged_rows": about.staged,
        "outcome_of_row": f"join {about.outcome} o on o.sheet = s.sheet and o.row = s.row"
        if typed
        else SEX
        if hinted
        else "",
        "told_sex": told["sex"],
        "told_age": told["age"],
        "told_place": f"concat_ws(' ', {places})" if places else "''",
    }
    sql = load_sql(__file__, "doubtful.sql")
    for name, text in put_in.items():
        sql = sql.replace(name, text)
    return sql


def _sides(kind: str, side: str, columns: dict[str, str], scope: Scope) -> str:
    return ", ".join(f"{masked(kind, name, sql, scope)} as {side}_{name}" for name, sql in columns.items())


def _of_row(known: set[str]) -> dict[str, str]:
    own = {name: f"s.{name}" if name in known else "null::text" for name in FILE}
    places = ", ".join(f"s.{name}" for name in PLACES[:-1] if name in known)
    return own | {"place": f"coalesce({places})" if places else "null::text"}
