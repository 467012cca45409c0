"""Rows of a plan as a table: as read, with status, the values that would change, and why a row is kept out."""

from __future__ import annotations

import json

import pandas as pd

from core.domain import Scope
from core.geo.datum import to_gcj02
from core.ingest.facts.facts import before_of, text_of
from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.columns import kinds
from core.ingest.sheet_plan import SheetPlan
from core.policy.facts import PREFIX, facts

# Personal field → its mask. Phones of those who answer for a grid are masked too.
MASKS = {
    "name": "mask_name({})",
    "phone": "mask_phone({})",
    "id_number": "mask_id({})",
    "address": "left({}, 2) || '***'",
    "birth_date": "mask_birth({})",
}
SEEN_WITH = {"birth_date": "id_number"}  # it says most of the number


def preview_rows(
    part: SheetPlan, scope: Scope, *, datum: str, status: str | None, limit: int, offset: int
) -> pd.DataFrame:  # fmt: skip
    """See Plan.preview."""
    kind, about = part.kind, descriptor(part.kind)
    shown = {
        f: masked(kind, f, staged_text(kind, f), scope) for f in part.header_of if f in kinds()[kind].fields and f != "row_key"
    } if kind in kinds() else about.shown  # fmt: skip
    columns = "".join(f", {sql} as {name}" for name, sql in shown.items())
    point = ", o.lon as old_lon, o.lat as old_lat" if about.points else ""
    before = f"case when d.status in ('changed', 'conflict') then {_before(part, scope)} end" if about.old else "null"
    found = part.work.df(
        f"with reasons as (select row, string_agg(distinct code, ' ' order by code) as codes from plan.issue where sheet = $sheet group by row)"  # noqa: S608 - field names of columns.toml
        f" select s.row, d.status{columns}, {before} as before, w.codes as why{point}"
        f" from {about.staged} s join {about.shown_outcome} d on d.sheet = s.sheet and d.row = s.row"
        f" left join reasons w on w.row = s.row {about.old_from}"
        " where s.sheet = $sheet and ($status is null or d.status = $status) order by s.row limit $limit offset $offset",
        sheet=part.number, status=status, limit=limit, offset=offset,
    )  # fmt: skip
    return _in_datum(found, datum) if about.points else found


def _in_datum(found: pd.DataFrame, datum: str) -> pd.DataFrame:
    """Stored coordinates beside those of the file must be of the file's kind, or the move would be seen twice as far."""
    points = found[["old_lon", "old_lat"]].astype(float)
    if datum == "gcj02":
        points["old_lon"], points["old_lat"] = to_gcj02(points["old_lon"].to_numpy(), points["old_lat"].to_numpy())
    for row, (lon, lat) in zip(found.index, points.round(6).to_numpy().tolist(), strict=True):
        text = found.at[row, "before"]
        if isinstance(text, str) and ("lon" in text or "lat" in text):
            now = {"lon": lon, "lat": lat}
            told = [
                {field: value if value is None else now.get(field, value) for field, value in part.items()}
                for part in json.loads(text)
            ]
            found.at[row, "before"] = json.dumps(told, ensure_ascii=False)
    return found.drop(columns=["old_lon", "old_lat"])


def staged_text(kind: str, field: str) -> str:
    """SQL of a field's text, of a row of the staged table `s`."""
    return text_of(field) if kinds()[kind].fields[field].fact else f"s.{field}"


def _before(part: SheetPlan, scope: Scope) -> str:
    """JSON text of the old values of the fields that would change; a field without old value is null."""
    about = descriptor(part.kind)
    told = {
        f: before_of(f) for f in part.fields & set(kinds()[about.name].fields) if kinds()[about.name].fields[f].fact
    }
    pairs = ", ".join(
        f"case when list_contains(d.changes, '{field}')"
        f" then json_object('{field}', {masked(about.name, field, old, scope)}) end"
        for field, old in (about.old | told).items()
    )
    return f"to_json(list_filter([{pairs}], x -> x is not null))"


def masked(kind: str, field: str, value: str, scope: Scope) -> str:
    """What a reader is shown of a field. A fact about health is hidden as an ID number is, as a whole."""
    fact = facts().get(field.removeprefix(PREFIX)) if field.startswith(PREFIX) else None
    if (fact and fact.sensitive) or field in descriptor(kind).sensitive:
        return value if "id_number" in scope.reveal else f"case when {value} is not null then '***' end"
    personal = fact.masked if fact else descriptor(kind).masked.get(field)
    return (
        value
        if personal is None or SEEN_WITH.get(personal, personal) in scope.reveal
        else MASKS[personal].format(value)
    )
