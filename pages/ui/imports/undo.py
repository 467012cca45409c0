"""Taking a batch back: asked first, told in words what would happen, done on a second click."""

from __future__ import annotations

import secrets

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.follow import follow
from core.i18n import format
from core.ingest.originals import has_original, original
from core.ingest.undo.undo import UndoCheck, undo, undo_check
from core.store import Store
from pages.ui.shared.charts import escape
from pages.ui.shared.file_button import file_button
from pages.ui.shared.session import say

ASKED, TOLD = "undo_asked", "undo_told"


def told() -> None:
    """What became of the last undo, once."""
    done = st.session_state.pop(TOLD, None)
    if done is not None:
        key = "imports.undo.done" if done["status"] == "undone" else "imports.undo.done_part"
        st.success(say(key, batch=done["batch"], kept=format.exact(done["kept"])), icon=":material/undo:")


def handling(store: Store, user: User, batch: pd.Series) -> None:
    """The buttons below a chosen batch, and the question once one of them was pressed."""
    if not user.may("imports.write"):
        return
    number = int(batch.batch_id)
    with st.container(horizontal=True):
        if batch.status != "undone" and st.button(
            say("imports.undo.ask", batch=number), icon=":material/undo:", key=f"undo_{number}"
        ):
            st.session_state[ASKED] = number
        if has_original(store, user.scope, number, actor=user.login):
            _download(store, user, batch)
    if st.session_state.get(ASKED) == number:
        _question(store, user, number)


def _download(store: Store, user: User, batch: pd.Series) -> None:
    number = int(batch.batch_id)
    file_button(
        say("imports.undo.download"),
        lambda: original(store, user.scope, number, actor=user.login),
        f"{secrets.token_hex(6)}-{batch.file_name}",
        on_click="ignore",
        key=f"original_{number}",
        icon=":material/download:",
    )


def _question(store: Store, user: User, number: int) -> None:
    try:
        found = undo_check(store, user.scope, number, now=clock.now())
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    with st.container(border=True, key="undo_question"):
        possible = found.whole or found.anything
        title = "imports.undo.title" if possible else "imports.undo.title_impossible"
        st.markdown(f"**{say(title, batch=number, file=escape(found.file_name))}**")
        if possible:
            st.markdown("\n".join(f"- {line}" for line in _would(found)))
        if not found.whole:
            st.warning("\n".join(_stays(found, rest=possible)), icon=":material/block:")
        with st.container(horizontal=True):
            words = say("imports.undo.confirm" if found.whole else "imports.undo.partial")
            if possible and st.button(words, type="primary", key="undo_confirm"):
                _take_back(store, user, number, partial=not found.whole)
            if st.button(say("imports.undo.cancel"), key="undo_cancel"):
                st.session_state.pop(ASKED)
                st.rerun()


def _would(found: UndoCheck) -> list[str]:
    """What goes, in words."""
    lines = [say(f"imports.undo.removed.{table}", count=format.exact(n)) for table, n in found.removed.items()]
    if found.restored:
        lines.append(say("imports.undo.restored", count=format.exact(found.restored)))
    if found.days:
        lines.append(say("imports.undo.days", count=format.exact(found.days)))
    return lines or [say("imports.undo.nothing")]


def _stays(found: UndoCheck, *, rest: bool) -> list[str]:
    """What can't go and why, as lines of a list."""
    lines = [say("imports.undo.kept", count=format.exact(found.kept)), ""]
    for block in found.blocks.itertuples():
        count = format.exact(int(block.rows))
        if pd.isna(block.batch_id):
            lines.append("- " + say(f"imports.undo.other.{block.reason}", count=count))
        else:
            fields = {"batch": int(block.batch_id), "file": escape(block.file_name or format.NOTHING), "count": count}
            lines.append("- " + say(f"imports.undo.block.{block.reason}", **fields))
    return [*lines, "", say("imports.undo.hint"), say("imports.undo.hint_rest") if rest else ""]


def _take_back(store: Store, user: User, number: int, *, partial: bool) -> None:
    with st.spinner(say("imports.undo.running", batch=number)):
        try:
            done = undo(store, user.scope, number, actor=user.login, now=clock.now(), partial=partial)
        except UserError as error:
            st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
            return
        follow(store, actor=user.login)
    st.session_state.pop(ASKED, None)
    st.session_state[TOLD] = done
    st.rerun()
