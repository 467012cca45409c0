"""A list of the product, or a table that is dropped here → the charts that fit it, best first, each to be changed and pinned."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core import clock
from core.charts import Chart, Sheet, charts_of, read_tables, sheet_of
from core.charts.boards import Source, boards_of, make_board, pin
from core.charts.lists import list_sheet, lists_of
from core.charts.reading import Given
from core.charts.values import units_mixed
from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.registry.grids import area_choices
from core.rollup import latest_day
from core.store import Store
from pages.ui.charts.card import changed, files, shown
from pages.ui.charts.placing import mapped
from pages.ui.shared.cached import read
from pages.ui.shared.session import language, say
from pages.ui.shared.uploader import uploader_words

TYPES = ["xlsx", "xls", "csv", "txt"]
MEGABYTES = 50
READ = "charts_read"  # what was read of the file that lies in the uploader


def making(store: Store, user: User) -> None:
    st.html(f'<p class="gc-lead">{say("charts.lead")}</p>')
    ways = {"list": say("charts.from_list"), "file": say("charts.from_file")}
    way = st.segmented_control(say("charts.which_table"), list(ways), format_func=ways.get, default="list", key="charts_source", label_visibility="collapsed")  # fmt: skip
    found = _from_file(store, user) if way == "file" else _from_list(store, user)
    if found is None:
        return
    key, source, sheet, proposed = found
    made: list[tuple[Chart, str]] = []
    with st.container(horizontal=True):
        files(f"charts_{key}", lambda: made)
    columns = st.columns(2)
    for number, each in enumerate(proposed):
        with columns[number % 2].container(border=True, key=f"chart_{key}_{number}"):
            one = changed(sheet, each, f"{key}_{number}")
            shown(one, f"{key}_{number}", sheet.name)
            _pin(store, user, source, one, f"{key}_{number}")
            made.append((one, sheet.name))


def _from_list(store: Store, user: User) -> tuple[str, Source, Sheet, list[Chart]] | None:
    offered = lists_of(user)
    if not offered:
        st.info(say("charts.why_not.not_allowed"))
        return None
    code = st.segmented_control(say("charts.from_list"), offered, format_func=lambda c: say(f"charts.list.{c}"), default=offered[0], key="charts_list", label_visibility="collapsed") or offered[0]  # fmt: skip
    sheet = read(list_sheet, store, user.scope, code=code, today=last_day(store), lang=language())
    proposed = charts_of(sheet, mapped=mapped(sheet)) if sheet.rows else []
    if not proposed:
        st.info(say("charts.nothing_in_list"), icon=":material/table_chart:")
        return None
    return code, Source(list=code), sheet, proposed


def last_day(store: Store) -> date:
    """Lists reach to the last day of the data, which may not be today's."""
    return latest_day(store) or clock.today()


def _from_file(store: Store, user: User) -> tuple[str, Source, Sheet, list[Chart]] | None:
    uploader_words(say("charts.upload_drop"), say("charts.upload_limit"), say("charts.upload_browse"))
    file = st.file_uploader(say("charts.upload"), type=TYPES, key="charts_file", max_upload_size=MEGABYTES)
    st.caption(say("charts.upload_note"))
    if file is None:
        st.session_state.pop(READ, None)
        return None
    try:
        tables = _read(store, file)
        number = 0
        if len(tables) > 1:
            number = st.selectbox(say("charts.which_table"), range(len(tables)), format_func=lambda n: tables[n].name, key=f"charts_table_{file.file_id}")  # fmt: skip
        sheet, proposed = _charts(store, user, file, number, tables[number])
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return None
    kept = Given(sheet.name, tables[number].title, tables[number].unit, tables[number].frame)
    return f"{file.file_id[:8]}_{number}", Source(table=kept), sheet, proposed


def _read(store: Store, file: UploadedFile) -> list[Given]:
    """The file lies on the disk only while it is read."""
    held = st.session_state.get(READ)
    if held and held["id"] == file.file_id:
        return held["tables"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("table" + Path(file.name).suffix.lower())
        path.write_bytes(file.getbuffer())
        tables = read_tables(store, path, file.name)
    st.session_state[READ] = {"id": file.file_id, "tables": tables, "charts": {}}
    return tables


def _charts(store: Store, user: User, file: UploadedFile, number: int, given: Given) -> tuple[Sheet, list[Chart]]:
    held = st.session_state[READ]["charts"]
    if number not in held:
        of_sheet = "" if Path(file.name).stem == given.name else f" · {given.name}"
        named = Given(file.name + of_sheet, given.title, given.unit, given.frame)
        sheet = sheet_of(named, places=names(store))
        held[number] = sheet, charts_of(sheet, mapped=mapped(sheet))
    sheet, proposed = held[number]
    if not proposed:
        mixed = next((column for column in given.frame.columns if units_mixed(given.frame[column])), None)
        if mixed is not None:
            raise UserError("charts_units_mixed", file=file.name, column=mixed)
        raise UserError("charts_nothing_to_draw", file=file.name, rows=len(given.frame), columns=len(given.frame.columns))  # fmt: skip
    return sheet, proposed


def names(store: Store) -> frozenset[str]:
    """The names of the register's grids: to know a column of places by, never shown."""
    every = read(area_choices, store, Scope((EVERYTHING,)))
    return frozenset(path.rpartition(" / ")[2] for path in every["path"])


def _pin(store: Store, user: User, source: Source, made: Chart, key: str) -> None:
    with st.popover(say("charts.pin"), icon=":material/push_pin:"):
        own = boards_of(store, user)
        named = {int(b.board_id): b.name for b in own.itertuples()} | {0: say("charts.new_board")}
        board = st.selectbox(say("charts.pin_to"), list(named), format_func=named.get, key=f"{key}_board")
        name = st.text_input(say("charts.board_name"), key=f"{key}_name") if board == 0 else named[board]
        if st.button(say("charts.pin"), type="primary", key=f"{key}_pin"):
            try:
                number = make_board(store, user, name, now=clock.now()) if board == 0 else board
                pin(store, user, number, source, made.proposal)
            except UserError as error:
                st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
                return
            st.toast(say("charts.pinned", board=name), icon=":material/push_pin:")
