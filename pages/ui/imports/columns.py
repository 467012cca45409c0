"""How a sheet was understood: each column and what it is read as, to be corrected, given a fixed value, and kept by name."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.answers import Answers, forget_mapping, may_share, save_mapping, saved_mappings
from core.ingest.meaning.columns import kinds
from core.ingest.meaning.evidence import shown
from core.ingest.meaning.parts import AND
from core.ingest.sheet_plan import SheetPlan
from core.ingest.written import written_values
from core.store import Store
from pages.ui.imports.files import use_saved
from pages.ui.imports.questions import answer, area_names, block_names
from pages.ui.imports.upload import Upload
from pages.ui.imports.words import field_name, has_set, height_of, listed, meaning_name, writings
from pages.ui.shared.charts import escape
from pages.ui.shared.session import say

SPLIT = ("grid+section", "grid+section+address", "section+address", "in_at+out_at")  # fields that one column may feed
GO_ON = (
    "name",
    "address",
    "grid",
    "scanned_at",
    "applied_at",
    "origin",
    "destination",
)  # that several columns may make
NEVER_FIXED = ("row_key", "name", "id_number", "phone", "code", "scanned_at", "applied_at", "unit_no")


def columns_tab(upload: Upload, sheet: SheetPlan, key: str, store: Store, user: User) -> None:
    """Columns, fixed values, written values with their reasons, and the mapping's name."""
    if sheet.kind not in kinds():
        return
    _columns(upload, sheet, key)
    _fixed(upload, sheet, key, area_names(store, user.scope) | block_names(store, user.scope))
    _written(sheet, key)
    _keep(upload, sheet, key, store, user)


def _columns(upload: Upload, sheet: SheetPlan, key: str) -> None:
    names = field_choices(sheet)
    rows = column_rows(sheet, {f: name for name, f in names.items()})
    with st.form(f"columns_{key}", border=False):
        edited = st.data_editor(
            rows,
            hide_index=True,
            disabled=[say("imports.source"), say("mapping.sure"), say("mapping.reason"), say("mapping.examples")],
            column_config={
                say("imports.field"): st.column_config.SelectboxColumn(options=list(names), width=150, required=True),
                say("mapping.sure"): st.column_config.ProgressColumn(
                    min_value=0, max_value=100, format="%d%%", width=90
                ),
            },
            height=height_of(rows, rows=24),
            key=f"editor_{key}",
        )
        if st.form_submit_button(say("mapping.recheck"), icon=":material/refresh:"):
            chosen = with_joined(sheet, changed_columns(sheet, [names[n] for n in edited[say("imports.field")]]))
            if chosen:
                answer(upload, sheet, replace(sheet.answers, columns=sheet.answers.columns | chosen, saved=None))


def field_choices(sheet: SheetPlan) -> dict[str, str | None]:
    """What a column may be, in words → field; “village + group” for one that feeds both, “＋ address” for one that goes on with it."""
    fields = kinds()[sheet.kind].fields
    single = {field_name(sheet.kind, f): f for f in fields if f != "row_key" and f not in _far_links(sheet)}
    fed = {c.field for c in sheet.columns if c.field and AND in c.field} | {
        f for f in SPLIT if set(f.split(AND)) <= set(fields)
    }
    several = {
        say("mapping.and").join(field_name(sheet.kind, f) for f in both.split(AND)): both for both in sorted(fed)
    }
    more = {say("mapping.goes_on", field=field_name(sheet.kind, f)): f"{AND}{f}" for f in GO_ON if f in fields}
    return {say("mapping.leave_out"): None} | single | several | more


def _far_links(sheet: SheetPlan) -> set[str]:
    """Those who answer for a row one behind the other, beyond the next one that may be named."""
    links = [f.name for f in kinds()[sheet.kind].fields.values() if f.link]
    used = [f for c in sheet.columns for f in c.fields if f in links]
    reach = 1 + max((int(f.split("_")[1]) for f in used), default=0)
    return {f for f in links if int(f.split("_")[1]) > reach}


def with_joined(sheet: SheetPlan, chosen: dict[str, str | None]) -> dict[str, str | None]:
    """A column that goes on with a field keeps the columns that the field has already, before it."""
    out: dict[str, str | None] = {}
    for header, field in chosen.items():
        if field and field.startswith(AND):
            name = field.removeprefix(AND)
            before = [c for c in sheet.columns if name in c.fields and not c.asked and c.header not in chosen]
            out |= {c.header: c.field for c in before}
            out[header] = name
        else:
            out[header] = field
    return out


def column_rows(sheet: SheetPlan, names: dict[str | None, str]) -> pd.DataFrame:
    """Grain: one column that may be read. Columns in words: header, field, how sure (percent), why, examples."""
    shown_columns = [c for c in sheet.columns if not c.sensitive and c.field != "row_key"]
    return pd.DataFrame(
        {
            say("imports.source"): [c.header for c in shown_columns],
            say("imports.field"): [names[None if c.asked else c.field] for c in shown_columns],
            say("mapping.sure"): [round(100 * c.confidence) if c.field else None for c in shown_columns],
            say("mapping.reason"): [say(f"mapping.why.{c.why}") for c in shown_columns],
            say("mapping.examples"): [listed([shown(text) for text in c.seen.examples]) for c in shown_columns],
        }
    )


def changed_columns(sheet: SheetPlan, fields: list[str | None]) -> dict[str, str | None]:
    """Header → field of the columns that the clerk reads otherwise than they stand. A field moved away leaves its former column."""
    before = [c for c in sheet.columns if not c.sensitive and c.field != "row_key"]
    return {c.header: f for c, f in zip(before, fields, strict=True) if f != (None if c.asked else c.field)}


def _fixed(upload: Upload, sheet: SheetPlan, key: str, grids: dict[str, str]) -> None:
    for field in sheet.answers.fixed:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(fixed_words(sheet, field, grids), width="content")
            if st.button(say("mapping.fixed_drop"), key=f"drop_{key}_{field}", type="tertiary"):
                answer(upload, sheet, sheet.answers.drop(field))
    barred = {*NEVER_FIXED, *descriptor(sheet.kind).several}
    fields = kinds()[sheet.kind].fields.values()
    free = [f.name for f in fields if f.name not in sheet.fields and f.name not in barred and not f.link]
    with st.popover(say("mapping.fixed_add"), icon=":material/add:"), st.form(f"fixed_{key}", border=False):
        st.caption(say("mapping.fixed_note"))
        field = st.selectbox(
            say("imports.field"), free, format_func=lambda f: field_name(sheet.kind, f), key=f"fixed_field_{key}"
        )
        text = st.text_input(say("mapping.fixed_value"), key=f"fixed_text_{key}", max_chars=60)
        if st.form_submit_button(say("mapping.recheck")) and text.strip():
            answer(upload, sheet, sheet.answers.give({field: text.strip()}))


def fixed_words(sheet: SheetPlan, field: str, grids: dict[str, str]) -> str:
    """What holds for all rows, and where it was read if the file itself says it. `grids`: code → path."""
    text, where = sheet.answers.fixed[field], sheet.answers.read_in.get(field)
    parts = text.split("、") if where == "rows" else [text]
    known = grids | (writings(sheet.kind, field) if has_set(sheet.kind, field) else {})
    words = {"field": field_name(sheet.kind, field), "text": escape(listed([known.get(part, part) for part in parts]))}
    if where is None:
        return say("mapping.fixed_is", **words)
    return say(
        "mapping.read_in_rows" if where == "rows" else "mapping.read_in_is",
        where=say(f"mapping.read_in.{where}"),
        **words,
    )


def _written(sheet: SheetPlan, key: str) -> None:
    found = written_values(sheet.work, sheet.number, sheet.kind)
    if found.empty:
        return
    st.caption(say("mapping.written"))
    words = pd.DataFrame(
        {
            say("imports.field"): [field_name(sheet.kind, f) for f in found["field"]],
            say("mapping.text"): found["text"],
            say("mapping.meaning"): [_meaning(sheet.kind, row) for row in found.to_dict("records")],
            say("mapping.reason"): [_reason(row) for row in found.to_dict("records")],
            say("imports.rows"): found["rows"],
        }
    )
    st.dataframe(words, hide_index=True, height=height_of(words, rows=8), placeholder="", key=f"written_{key}")


def _meaning(kind: str, row: dict) -> str | None:
    """A grid's path, or the stored code in words."""
    if isinstance(row["path"], str):
        return row["path"]
    return meaning_name(kind, row["field"], row["meaning"]) if isinstance(row["meaning"], str) else None


def _reason(row: dict) -> str:
    if isinstance(row["how"], str):
        return say(f"mapping.how.{row['how']}")
    return say("mapping.how.ambiguous", ways=row["ways"]) if row["ways"] > 1 else say("mapping.how.unknown")


def _keep(upload: Upload, sheet: SheetPlan, key: str, store: Store, user: User) -> None:
    """Name the mapping, so that the next file with this header needs no answers; or drop the one that was used."""
    if sheet.answers.saved:
        st.caption(say("mapping.used", name=escape(sheet.answers.saved)))
        if may_share(user.scope) and st.button(
            say("mapping.forget"), key=f"forget_{key}", type="tertiary", icon=":material/link_off:"
        ):
            saved = saved_mappings(store)
            for number in saved.loc[saved["name"] == sheet.answers.saved, "mapping_id"]:
                forget_mapping(store, user.scope, int(number), actor=user.login)
            answer(upload, sheet, Answers(kind=sheet.kind))
        return
    if sheet.asked or not sheet.ready or not may_share(user.scope):
        return
    with st.form(f"save_{key}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            say("mapping.name"), key=f"name_{key}", max_chars=60, width=300, placeholder=say("mapping.name_hint")
        )
        if st.form_submit_button(say("mapping.save"), icon=":material/bookmark_add:"):
            _save(sheet, name, store, user)


def _save(sheet: SheetPlan, name: str, store: Store, user: User) -> None:
    columns = {c.header: c.field for c in sheet.columns if not c.sensitive}
    kept = replace(sheet.answers, kind=sheet.kind, columns=columns)
    try:
        save_mapping(store, user.scope, sheet.fingerprint, kept, name=name, actor=user.login, now=clock.now())
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    use_saved(store, sheet.fingerprint)
    st.toast(
        say("mapping.saved", name=escape(" ".join(name.split())), columns=format.exact(len(columns))),
        icon=":material/bookmark_added:",
    )
    st.rerun()
