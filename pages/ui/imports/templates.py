"""Templates of the imports page: empty, with today's data, and the forms of others filled in."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core import clock
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.ingest.kinds.descriptor import editable
from core.ingest.meaning.columns import kinds
from core.registry import grids
from core.store import Store
from core.workbooks.fill_form import Filled, fill_form
from core.workbooks.templates import template
from pages.ui.imports.issues import problem
from pages.ui.shared.area_paths import area_paths
from pages.ui.shared.charts import escape
from pages.ui.shared.export_edit import XLSX, download, reason_box
from pages.ui.shared.file_button import file_button
from pages.ui.shared.session import language, require, say, store

FORMS = ["xlsx", "xlsm", "xls", "et", "ods", "csv"]
OPEN, STATE = "templates_open", "form_filled"


def templates_button() -> None:
    """The button, and the dialog behind it."""
    if st.button(say("templates.title"), icon=":material/table_view:", key="templates"):
        st.session_state[OPEN] = True
    if st.session_state.get(OPEN):
        st.dialog(say("templates.title"), width="large", on_dismiss=_close)(_dialog)()


def _close() -> None:
    """A filled form holds people's data: it goes with the dialog."""
    for key in (OPEN, STATE):
        st.session_state.pop(key, None)


def _dialog() -> None:
    """A part that is drawn alone: with the rights of whoever it is by then."""
    data, user = store(), require("imports.read")
    empty, filled, form = st.tabs([say("templates.empty"), say("templates.filled"), say("templates.form")])
    with empty:
        _empty()
    with filled:
        st.caption(say("templates.filled_note"))
        kind = st.selectbox(
            say("templates.kind"),
            sorted(editable()),
            format_func=lambda k: say(f"kind.{k}"),
            index=sorted(editable()).index("people"),
            key="filled_kind",
        )
        grid = _grid(data, user, key="filled_grid")
        if grid is not None:
            download(data, user, kind, {"grid": grid}, key="filled_file")
    with form:
        _form(data, user)


def _empty() -> None:
    lang = language()
    st.caption(say("imports.templates_note"))
    with st.container(horizontal=True):
        for kind in kinds():
            name = say(f"kind.{kind}")
            file_button(
                name,
                lambda k=kind: template(k, lang),
                f"{name}-{secrets.token_hex(6)}.xlsx",
                mime=XLSX,
                on_click="ignore",
                key=f"template_{kind}",
                icon=":material/download:",
            )


def _grid(data: Store, user: User, *, key: str) -> int | None:
    """An area grid of the reader's own, down to the village; None where there is none."""
    paths = area_paths(data, user.scope)
    if not paths:
        st.info(say("error.export_none"))
        return None
    code = st.selectbox(say("templates.grid"), list(paths), format_func=paths.get, key=key)
    found = grids.find_grid(data, user.scope, code=code)
    return found.grid_id if found else None


def _form(data: Store, user: User) -> None:
    st.caption(say("templates.form_note"))
    file = st.file_uploader(say("templates.form_file"), type=FORMS, key="form_file")
    grid = _grid(data, user, key="form_grid")
    reason = reason_box(user, key="form_reason")
    wanted = (file.file_id if file else None, grid, reason)
    if st.button(say("templates.form_fill"), type="primary", disabled=file is None or grid is None, key="form_fill"):
        with st.spinner(say("templates.form_working")):
            st.session_state[STATE] = (wanted, _filled(data, user, file, grid, reason))
    kept = st.session_state.get(STATE)
    if kept and kept[0] == wanted:
        _show(kept[1])


def _filled(data: Store, user: User, file: UploadedFile, grid: int, reason: str | None) -> Filled | UserError:
    with tempfile.TemporaryDirectory(prefix="grid-command-") as folder:
        path = Path(folder) / f"form{Path(file.name).suffix.lower()[:10]}"
        path.write_bytes(file.getvalue())
        try:
            return fill_form(
                data, user.scope, path, file_name=file.name, grid=grid, actor=user.login, now=clock.now(),
                reason=reason, permissions=user.permissions,
            )  # fmt: skip
        except UserError as error:
            return error


def _show(made: Filled | UserError) -> None:
    """What was filled in, what changed since last time, and the file."""
    if isinstance(made, UserError):
        st.error(escape(problem(made)), icon=":material/block:")
        return
    lines = [say("templates.form_done", rows=format.exact(made.rows), kind=say(f"kind.{made.kind}"))]
    if made.first:
        lines.append(say("templates.form_first"))
    else:
        lines.append(say("templates.form_since", new=made.new, changed=made.changed, gone=made.gone))
    if made.empty:
        columns = ("、" if language() == "zh" else ", ").join(made.empty)
        lines.append(escape(say("templates.form_empty", columns=columns)))
    if made.masked:
        lines.append(say("templates.form_masked"))
    st.success("  \n".join(lines), icon=":material/task_alt:")
    # A random part in the name: files of one name and length could otherwise be handed to another user.
    path = Path(made.file_name)
    name = f"{path.stem}-{secrets.token_hex(6)}{path.suffix}"
    file_button(
        say("templates.form_download"), made.content, name, on_click="ignore", key="form_download",
        icon=":material/download:", width="stretch",
    )  # fmt: skip
