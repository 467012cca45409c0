"""A list of changes is uploaded, each row looked at, and those that can be are carried out."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.grid_changes import Done, Line, carry_out_all, read_changes
from core.store import Store
from pages.ui.grid_changes.acting import acted, refused, sentence
from pages.ui.shared.charts import escape
from pages.ui.shared.session import say

TYPES = ["xlsx", "xls", "et", "ods", "csv"]


def from_sheet(store: Store, user: User, today: date) -> None:
    st.caption(say("grid_change.sheet_hint"))
    file = st.file_uploader(say("grid_change.sheet"), type=TYPES, key="change_sheet", label_visibility="collapsed")
    if file is None:
        return
    try:
        lines = _lines(store, user, file, today)
    except UserError as error:
        refused(error)
        return
    good = [line for line in lines if line.wish is not None]
    wishes = [line.wish for line in good]
    tried = carry_out_all(store, user.scope, wishes, actor="preview", now=clock.now(), try_only=True)
    told: dict[int, Done | UserError] = {line.row: line.error for line in lines if line.error}
    told |= {line.row: answer for line, answer in zip(good, tried, strict=True)}
    bad = sum(isinstance(answer, UserError) for answer in told.values())
    can = len(told) - bad
    st.markdown(f"**{say('grid_change.sheet_good', good=can, bad=bad)}**")
    for line in lines:
        _row(line, told[line.row])
    if can and st.button(say("grid_change.sheet_do", good=can), type="primary", key="change_sheet_do"):

        def act() -> str:
            done = carry_out_all(store, user.scope, wishes, actor=user.login, now=clock.now())
            return say("grid_change.sheet_done", good=sum(isinstance(d, Done) for d in done))

        acted(store, user, act)


def _lines(store: Store, user: User, file, today: date) -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="grid-command-") as folder:
        path = Path(folder) / "changes"
        path.write_bytes(file.getvalue())
        return read_changes(store, user.scope, path, file_name=file.name, today=today)


def _row(line: Line, answer: Done | UserError) -> None:
    head = say("grid_change.row", row=line.row)
    if isinstance(answer, UserError):
        st.markdown(f":red[✕] {escape(head + say(f'error.{answer.code}', **answer.fields))}")
        st.caption(escape(line.text))
    else:
        st.markdown(f":green[＋] {escape(head + sentence(answer, tried=True))}")
