"""The hidden last column of an export: which row of the registers it is, its version, and a short hash of each cell as exported.

With it a workbook that comes back is a three-way merge: an untouched cell changes nothing, an edited one is compared with what
stands now and with what stood at the export. `P1.17.3.<six digits a cell>.<check>`: person 17 in its third version. Of what some readers see masked there are six digits more, of
the whole value and by a secret: the mask of another value may be the same.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from core.domain import Scope
from core.ingest.kinds.descriptor import descriptor, editable
from core.ingest.kinds.tables import tables
from core.ingest.meaning.columns import kinds
from core.ingest.row_keys.stored_cells import cell, load_stored
from core.ingest.workspace import Workspace
from core.store import load_sql

EVERY_FIELD = frozenset({"name", "phone", "id_number", "address"})
# Blank while untouched, unless one of these beside it was edited: they only mean something together.
TOGETHER = {"lon": ("lat",), "lat": ("lon",), "household_code": ("relation", "householder")}


def key_of(kind: str, language: str, scope: Scope) -> str:
    """SQL of the row key of `plan.stored s`, whose cells are written by `stored_cells.cell` for the same reader."""
    about = editable()[kind]
    hashes = " || ".join(
        [f"plan.cell_hash({cell(kind, f, language, scope)})" for f in about.fields]
        + [f"plan.whole_hash(s.id, {_whole(kind, f)})" for f in _maskable(kind)]
    )
    return f"plan.key_whole(concat_ws('.', '{about.letter}', s.id, s.version, {hashes}))"


def match_keys(work: Workspace, kind: str, scope: Scope, *, today: date) -> bool:
    """After staging, before the checks. Fills `plan.keyed` (sheet, row, entity_id, idle: nothing was edited) and `plan.stale`
    (sheet, row, field: edited, and changed in the registers since the export); blanks the cells that were not edited.
    Returns whether there was any key: then the staged rows are others than they were."""
    work.script("row_keys/row_keys_start.sql")
    about = editable().get(kind)
    if about is None or not work.value(f"select count(row_key) from plan.staged_{kind}"):  # noqa: S608 - our own names
        return False
    work.script("row_keys/row_key.sql")
    work.run(
        f"create or replace table plan.key_written as select sheet, row, row_key from plan.staged_{kind} where row_key is not null"  # noqa: S608
    )
    given = {
        "letter": about.letter,
        "cells": 6 * (len(about.fields) + len(_maskable(kind))),
        "scope": scope.roots,
        "today": today,
        **about.given,
    }
    if about.keys:
        work.script(about.keys, beside=descriptor(kind).beside(about.keys), **given)
    else:
        work.run(
            load_sql(__file__, "row_keys_rows.sql")
            .replace("keyed_table", about.table)
            .replace("its_key", tables()[about.table].key),
            **given,
        )
    fields = [f for f in about.fields if f in kinds()[kind].fields]
    work.run(f"create or replace table plan.edited as {_edited(kind, fields)}")
    if dates := [f for f in _among_edited(work) if kinds()[kind].fields[f].type == "date"]:
        work.run(_same_days(kind, dates), today=today)
    work.script("row_keys/row_keys.sql")
    ids = [i for (i,) in work.run("select distinct entity_id from plan.keyed order by 1").fetchall()]
    load_stored(work, kind, ids)
    if edited := _among_edited(work):
        work.run(_stale(kind, edited))
    work.run(_blanked(kind, fields))
    return True


def _among_edited(work: Workspace) -> list[str]:
    """The fields of which any cell was edited: to plan what is asked of each costs more than to ask."""
    return [f for (f,) in work.run("select distinct unnest(fields) from plan.edited order by 1").fetchall()]


def _was(kind: str, field: str) -> str:
    return f"substr(k.hashes, {6 * editable()[kind].fields.index(field) + 1}, 6)"


def _edited(kind: str, fields: list[str]) -> str:
    """Which cells of a row are written otherwise than they were, or to be cleared."""
    tests = [
        f"case when s.{field} is not null and plan.cell_hash(s.{field}) <> {_was(kind, field)} or list_contains(s.clears, '{field}') then '{field}' end"
        for field in editable()[kind].fields
        if field in fields
    ]
    return (
        f"select k.sheet, k.row, list_filter([{', '.join(tests)}], x -> x is not null) as fields"  # noqa: S608 - our own names
        f" from plan.row_key k join plan.staged_{kind} s on s.sheet = k.sheet and s.row = k.row where k.entity_id is not null"
    )


def _same_days(kind: str, fields: list[str]) -> str:
    """A date counts as the same in any way of writing."""
    same = ", ".join(
        f"case when not coalesce(list_contains(s.clears, '{field}'), false) and plan.cell_hash(cast(plan.day(s.{field}, $today) as text)) = {_was(kind, field)} then '{field}' end"
        for field in fields
    )
    return (
        f"update plan.edited e set fields = list_filter(e.fields, x -> not coalesce(list_contains([{same}], x), false))"  # noqa: S608 - our own names
        f" from plan.row_key k join plan.staged_{kind} s on s.sheet = k.sheet and s.row = k.row where k.sheet = e.sheet and k.row = e.row"
    )


def _stale(kind: str, fields: list[str]) -> str:
    """Edited cells whose stored value is no longer the one exported, whether that was masked or not, in Chinese or English."""
    parts = []
    for field in editable()[kind].fields:
        if field in fields:
            writings = dict.fromkeys(
                cell(kind, field, language, Scope((), reveal))
                for language in ("zh", "en")
                for reveal in (frozenset(), EVERY_FIELD)
            )
            hashes = ", ".join(f"plan.cell_hash({w})" for w in writings)
            now = f"{_was(kind, field)} not in ({hashes})"
            if field in _maskable(kind):  # a mask may be the same for another value
                place = 6 * (len(editable()[kind].fields) + _maskable(kind).index(field))
                now += f" or substr(k.hashes, {place + 1}, 6) <> plan.whole_hash(string_split(trim(w.row_key), '.')[2], {_whole(kind, field)})"
            parts.append(f"case when {now} then '{field}' end")
    return (
        "insert into plan.stale select sheet, row, field from ("  # noqa: S608 - our own names
        f"select e.sheet, e.row, unnest(list_intersect(e.fields, [{', '.join(parts)}])) as field"
        " from plan.edited e join plan.keyed y on y.sheet = e.sheet and y.row = e.row"
        " join plan.row_key k on k.sheet = e.sheet and k.row = e.row join plan.key_written w on w.sheet = e.sheet and w.row = e.row join plan.stored s on s.id = y.entity_id)"
    )


@cache
def _maskable(kind: str) -> tuple[str, ...]:
    """The fields that some reader is shown in part."""
    return tuple(f for f in editable()[kind].fields if cell(kind, f, "zh", Scope(())) != _whole(kind, f))


def _whole(kind: str, field: str) -> str:
    return cell(kind, field, "zh", Scope((), EVERY_FIELD))


def _blanked(kind: str, fields: list[str]) -> str:
    sets = []
    for field in fields:
        stored = _whole(kind, field)
        if field in editable()[kind].needed:
            other = f"case when y.visible then {stored} else t.{field} end"
        elif field in TOGETHER:
            other = f"case when y.visible and list_has_any(e.fields, {list(TOGETHER[field])}) then {stored} end"
        else:
            other = "null"
        sets.append(f"{field} = case when list_contains(e.fields, '{field}') then t.{field} else {other} end")
    return (
        f"update plan.staged_{kind} t set {', '.join(sets)}"  # noqa: S608 - our own names
        " from plan.keyed y join plan.edited e on e.sheet = y.sheet and e.row = y.row join plan.stored s on s.id = y.entity_id"
        " where y.sheet = t.sheet and y.row = t.row"
    )
