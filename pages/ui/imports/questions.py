"""What only the clerk can say of a file: columns in doubt, grids that the list does not name, writings that nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.domain import Scope
from core.errors import UserError
from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.answers import Answers, written_as
from core.ingest.meaning.columns import kinds
from core.ingest.meaning.evidence import shown
from core.ingest.meaning.located import Column
from core.ingest.plan import remap
from core.ingest.sheet_plan import SheetPlan
from core.ingest.written import written_values
from core.registry.grids import area_choices, block_choices
from core.store import Store
from pages.ui.imports.issues import problem
from pages.ui.imports.upload import Upload
from pages.ui.imports.words import field_name, has_set, listed, writing_of, writings
from pages.ui.shared.cached import read
from pages.ui.shared.session import say

ASKED_COLUMNS = 16  # unknown columns asked at once
ASKED_VALUES = 8  # writings asked at once; the most frequent first
LEAVE = ""  # as an option: leave the column out, leave the writing as it is
GRID_FIELDS = ("grid", "town", "area_code", "block", "parent_code")
KEEPS_OUT = ("grid", "area_code", "parent_code")  # a row without it is not imported: asked first


def questions(upload: Upload, sheet: SheetPlan, key: str, store: Store, scope: Scope) -> bool:
    """The form with all open questions of a sheet; False where there are none. Its answers check the sheet anew."""
    lacking, writings_open, doubtful = sheet.lacking, _open_values(sheet), _doubtful(sheet)
    nowhere = [f for f in GRID_FIELDS if not grid_names(sheet.kind, f, store, scope)]
    if not area_names(store, scope) and any(f in nowhere for f in [*lacking, *(w["field"] for w in writings_open)]):
        # Nothing to choose from: which grid it is can be answered once there are grids.
        st.warning(say("mapping.no_grids"), icon=":material/grid_off:")
    lacking = [f for f in lacking if f not in nowhere]
    writings_open = [w for w in writings_open if w["field"] not in nowhere]
    values = writings_open[:ASKED_VALUES]
    count = len(doubtful) + len(lacking) + len(writings_open)
    if not count:
        return False
    with st.form(f"questions_{key}", border=True):
        st.markdown(f":material/help: **{say('mapping.questions', count=count)}**")
        st.caption(say("mapping.questions_note") if sheet.ready or sheet.asked else needed(sheet.kind))
        place = _two_columns()
        columns = {c.header: _ask_column(sheet.kind, c, f"{key}_{c.index}", next(place)) for c in doubtful}
        fixed = {f: _ask_fixed(sheet.kind, f, key, store, scope, next(place)) for f in lacking}
        meant = [
            (row, _ask_value(sheet.kind, row, _header(sheet, row["field"]), f"{key}_{n}", store, scope, next(place)))
            for n, row in enumerate(values)
        ]
        if len(writings_open) > len(values):
            st.caption(say("mapping.more_values", count=len(writings_open) - len(values)))
        if st.form_submit_button(
            say("mapping.answer"), type="primary", icon=":material/done_all:", key=f"answer_{key}"
        ):
            answer(upload, sheet, _with(sheet.answers, columns, fixed, meant))
    return True


def answer(upload: Upload, sheet: SheetPlan, answers: Answers) -> None:
    """Check the sheet anew under these answers, and show what they change. Answers that leave nothing are not taken."""
    with st.spinner(say("mapping.again")):
        try:
            remap(upload.plan, {sheet.sheet: answers})
        except UserError as why:
            remap(upload.plan, {sheet.sheet: sheet.answers})
            st.error(problem(why), icon=":material/block:")
            return
    st.rerun()


def _with(old: Answers, columns: dict, fixed: dict, meant: list[tuple[dict, str | None]]) -> Answers:
    values = {field: dict(texts) for field, texts in old.values.items()}
    for row, meaning in meant:
        if meaning is not None:
            values.setdefault(row["field"], {})[written_as(row["text"], row["context"])] = meaning
    return replace(
        old.give({field: text for field, text in fixed.items() if text}),
        columns=old.columns | {header: field or None for header, field in columns.items()},
        values=values,
    )


def _doubtful(sheet: SheetPlan) -> list[Column]:
    """Columns in doubt; all that nobody knows where those that are known don't say what a row is about."""
    if sheet.asked or sheet.ready:
        return sheet.asked
    return [c for c in sheet.columns if c.field is None and not c.sensitive][:ASKED_COLUMNS]


def needed(kind: str) -> str:
    """Which columns a list of this kind can't be without: one of each group."""
    about = kinds()[kind]
    groups = [" / ".join(field_name(kind, f) for f in about.fields if f in group) for group in about.needs]
    return say("mapping.needed", columns=listed(groups))


def _two_columns() -> Iterator[DeltaGenerator]:
    """Where the next question stands: left, right, left …"""
    while True:
        yield from st.columns(2)


def _ask_column(kind: str, column: Column, key: str, at: DeltaGenerator) -> str:
    fields = [LEAVE, *(f for f in kinds()[kind].fields if f != "row_key")]
    examples = listed([shown(text) for text in column.seen.examples]) or say("mapping.empty_column")
    return at.selectbox(
        say("mapping.column", header=column.header, examples=examples),
        fields,
        index=fields.index(column.field or LEAVE),
        format_func=lambda f: field_name(kind, f) if f else say("mapping.leave_out"),
        help=say(f"mapping.why.{column.why}"),
        key=f"ask_{key}",
    )


def _ask_fixed(kind: str, field: str, key: str, store: Store, scope: Scope, at: DeltaGenerator) -> str:
    label = say("mapping.fixed", field=field_name(kind, field))
    if field in GRID_FIELDS:
        options = grid_names(kind, field, store, scope)
        return at.selectbox(label, [LEAVE, *options], format_func=_or_open(options.get), key=f"fixed_{key}_{field}")
    if not has_set(kind, field):
        return at.text_input(label, placeholder=_example(kind, field), key=f"fixed_{key}_{field}").strip()
    names = writings(kind, field)
    options = [LEAVE, *names]
    proposed = writing_of(kind, field, descriptor(kind).proposed.get(field))
    return at.selectbox(
        label,
        options,
        index=options.index(proposed) if proposed else 0,
        format_func=_or_open(names.get),
        help=say(f"mapping.proposed.{field}") if proposed else None,
        key=f"fixed_{key}_{field}",
    )


def _example(kind: str, field: str) -> str | None:
    """How a day or a moment may be written."""
    of_type = kinds()[kind].fields[field].type
    return say(f"mapping.fixed_{of_type}") if of_type in ("date", "time") else None


def _ask_value(
    kind: str, row: dict, header: str, key: str, store: Store, scope: Scope, at: DeltaGenerator
) -> str | None:
    """The meaning of one writing: a grid's code or a known writing; '' to leave it blank, None where nothing was said."""
    doubt = "ambiguous" if row["ways"] > 1 else "unknown"
    where = f"{row['context']} " if isinstance(row["context"], str) else ""
    # A grid's code names nobody; shortened like an ID number, one could not be told from the next.
    text = row["text"] if row["field"] in GRID_FIELDS else shown(row["text"])
    label = say(f"mapping.value_{doubt}", field=header, text=where + text, rows=row["rows"], ways=row["ways"])
    if row["field"] in GRID_FIELDS:
        near = {c["code"]: c["path"] for c in row["candidates"]}
        names = near if doubt == "ambiguous" else near | grid_names(kind, row["field"], store, scope)
        options: list[str | None] = [None, *names]
    else:
        names = writings(kind, row["field"]) | {LEAVE: say("mapping.value_blank")}
        options = [None, *names]
    return at.selectbox(label, options, format_func=_or_open(names.get), key=f"value_{key}")


def _open_values(sheet: SheetPlan) -> list[dict]:
    if not sheet.ready or sheet.kind not in kinds():
        return []
    found = written_values(sheet.work, sheet.number, sheet.kind)
    found = found[found["meaning"].isna()]
    said = {(field, text) for field, texts in sheet.answers.values.items() for text in texts}
    rows = [r for r in found.to_dict("records") if (r["field"], written_as(r["text"], r["context"])) not in said]
    units = [r for r in rows if r["field"] == "block"]
    if len(units) > ASKED_VALUES:  # the list of units has not been imported yet: no question of how they are written
        rows = [r for r in rows if r["field"] != "block"]
    return sorted(rows, key=lambda r: (r["field"] not in KEEPS_OUT, -r["rows"]))


def _header(sheet: SheetPlan, field: str) -> str:
    """What the clerk calls the field."""
    return sheet.header_of.get(field) or field_name(sheet.kind, field)


def area_names(store: Store, scope: Scope) -> dict[str, str]:
    """Code of an area grid → its path."""
    found: pd.DataFrame = read(area_choices, store, scope)
    return dict(zip(found["code"], found["path"], strict=True))


def block_names(store: Store, scope: Scope) -> dict[str, str]:
    """Code of a block grid → its path."""
    found: pd.DataFrame = read(block_choices, store, scope)
    return dict(zip(found["code"], found["path"], strict=True))


def grid_names(kind: str, field: str, store: Store, scope: Scope) -> dict[str, str]:
    """What a field of a kind may name: area grids, blocks, or both."""
    about = descriptor(kind).grids.get(field)
    axis = about.axis if about else "area"
    return (area_names(store, scope) if axis != "block" else {}) | (block_names(store, scope) if axis != "area" else {})


def _or_open(name_of: Callable[[str], str | None]) -> Callable[[str | None], str]:
    return lambda option: say("mapping.open") if option in (None, LEAVE) and not name_of(option) else name_of(option)
