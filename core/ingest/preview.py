"""Rows of a plan as a table: as read, with status, the values that would change, and why a row is kept out."""

from __future__ import annotations

import json

import pandas as pd

from core.domain import Scope
from core.geo.datum import to_gcj02
from core.ingest.meaning.columns import kinds
from core.ingest.workspace import Workspace

# Field → the personal field whose mask hides it; phones of those who answer for a grid are masked too.
PERSONAL = {
    "people": {"name": "name", "householder": "name", "phone": "phone", "id_number": "id_number", "address": "address"},
    "check_ins": {"name": "name", "phone": "phone", "id_number": "id_number"},
    "exit_applications": {"name": "name", "phone": "phone", "id_number": "id_number"},
    "grids": {"phone": "phone", "deputy_phone": "phone"},
    "units": {"phone": "phone"},
}
MASKS = {
    "name": "mask_name({})",
    "phone": "mask_phone({})",
    "id_number": "mask_id({})",
    "address": "left({}, 2) || '***'",
}


def preview_rows(
    work: Workspace,
    scope: Scope,
    sheet: int,
    kind: str,
    fields: list[str],
    *,
    status: str | None,
    limit: int,
    offset: int,
    datum: str,
) -> pd.DataFrame:
    """See Plan.preview."""
    if kind == "outlines":
        return work.df(
            "select row, status, text as code from plan.outline where $status is null or status = $status order by row limit $limit offset $offset",
            status=status, limit=limit, offset=offset,
        )  # fmt: skip
    shown = "".join(
        f"{masked(kind, f, 's.' + f, scope)} as {f}, " for f in fields if f in kinds()[kind].fields and f != "row_key"
    )
    point = ", o.lon as old_lon, o.lat as old_lat" if kind in NODES else ""
    before = f"case when d.status in ('changed', 'conflict') then {_before(kind, scope)} end"
    found = work.df(
        f"with reasons as (select row, string_agg(distinct code, ' ' order by code) as codes from plan.issue where sheet = $sheet group by row)"  # noqa: S608 - field names of columns.toml
        f" select s.row, d.status, {shown}{before} as before, w.codes as why{point}"
        f" from {staged_table(kind)} s join {STATUS[kind]} left join reasons w on w.row = s.row {_OLD.get(kind, '')}"
        " where s.sheet = $sheet and ($status is null or d.status = $status) order by s.row limit $limit offset $offset",
        sheet=sheet, status=status, limit=limit, offset=offset,
    )  # fmt: skip
    return _in_datum(found, datum) if kind in NODES else found


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


NODES = ("grids", "units")
STATUS = {
    "people": "plan.people d on d.sheet = s.sheet and d.row = s.row",
    "grids": "plan.rows d on d.sheet = s.sheet and d.row = s.row",
    "units": "plan.rows d on d.sheet = s.sheet and d.row = s.row",
    "exit_applications": "plan.exits d on d.sheet = s.sheet and d.row = s.row",
    "check_ins": "(select x.sheet, x.row, case when (x.sheet, x.row) in (select (sheet, row) from plan.refused) then 'rejected'"
    " when (x.sheet, x.row) in (select (sheet, row) from plan.again) then 'unchanged' else 'new' end as status"
    " from plan.shown_check_ins x) d on d.sheet = s.sheet and d.row = s.row",
}
_NODE = (
    "left join grid o on o.grid_id = d.grid_id left join duty r on r.grid_id = o.grid_id and r.role = 'responsible'"
    " left join duty y on y.grid_id = o.grid_id and y.role = 'deputy'"
    " left join grid op on op.grid_id = o.parent_id left join grid oa on oa.grid_id = o.area_id"
)
_OLD = {
    "people": "left join person o on o.person_id = d.person_id left join grid og on og.grid_id = o.home_grid_id"
    " left join household oh on oh.household_id = o.household_id",
    "grids": _NODE,
    "units": f"{_NODE} left join unit u on u.grid_id = o.grid_id",
    "exit_applications": "left join exit_application o on o.application_id = d.application_id",
}
OLD_VALUES = {
    "people": {
        "name": "o.name", "id_number": "o.id_number", "id_type": "o.id_type", "sex": "o.sex", "birth_date": "o.birth_date", "phone": "o.phone",
        "grid": "og.code", "household_code": "oh.code", "relation": "o.relation", "address": "o.address", "attention": "o.attention",
        "origin": "o.origin", "arrived_on": "o.arrived_on", "attention_until": "o.attention_until",
    },
    "grids": {
        "code": "o.code", "name": "o.name", "level": "o.level", "parent_code": "op.code", "lon": "o.lon", "lat": "o.lat", "responsible": "r.name",
        "position": "r.position", "phone": "r.phone", "duties": "r.duties", "deputy": "y.name", "deputy_phone": "y.phone", "area_code": "oa.code",
    },
    "exit_applications": {
        "leave_on": "o.leave_on", "return_on": "o.return_on", "destination": "o.destination", "reason": "o.reason", "status": "o.status",
    },
}  # fmt: skip
OLD_VALUES["units"] = OLD_VALUES["grids"] | {
    "unit_kind": "u.kind", "industry": "u.industry", "staff": "u.staff", "resumption": "u.resumption", "resumed_on": "u.resumed_on",
    "staff_back": "u.staff_back",
}  # fmt: skip


def _before(kind: str, scope: Scope) -> str:
    """JSON text of the old values of the fields that would change; a field without old value is null."""
    if kind == "check_ins":
        return "null"
    pairs = ", ".join(
        f"case when list_contains(d.changes, '{field}') then json_object('{field}', {masked(kind, field, old, scope)}) end"
        for field, old in OLD_VALUES[kind].items()
    )
    return f"to_json(list_filter([{pairs}], x -> x is not null))"


def masked(kind: str, field: str, value: str, scope: Scope) -> str:
    personal = PERSONAL[kind].get(field)
    return value if personal is None or personal in scope.reveal else MASKS[personal].format(value)


def staged_table(kind: str) -> str:
    return "plan.shown_check_ins" if kind == "check_ins" else f"plan.staged_{kind}"
