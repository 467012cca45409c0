"""Large uploads on the page: how far they are, and the file on disk behind the few bytes that the uploader holds."""

from __future__ import annotations

import os
import shutil
import weakref
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.access.sessions import COOKIE, token_hash
from core.errors import UserError
from core.files.arrivals import IN_MEMORY, fetch, forget, is_ticket
from pages.ui.shared.session import say

SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
FAILED = ("upload_too_large", "upload_no_room", "upload_broken")
STATE = "import_tickets"


class _Held:
    """A ticket of this session; its file goes with it, also when the browser just closes."""

    def __init__(self, ticket: bytes) -> None:
        self.drop = weakref.finalize(self, forget, ticket)


def progress_of_uploads() -> None:
    """A line and a bar for each large upload that goes on; a sentence for one that failed."""
    words = {
        "going": say("imports.arriving", file="{file}", percent="{percent}"),
        "seconds": say("imports.left_seconds", n="{n}"),
        "minutes": say("imports.left_minutes", n="{n}"),
        "failed": {code: say(f"error.{code}", file="{file}") for code in FAILED},
        "large": IN_MEMORY,
    }
    _progress()(key="large_uploads", data=words, height="content")


@st.cache_resource
def _progress():
    return st.components.v2.component("large_uploads", js=SCRIPT)


def on_disk(file: UploadedFile, path: Path) -> bool:
    """Put an upload that arrived on disk to `path`. False when the uploader holds it all. Raises UserError upload_failed."""
    ticket = file.getvalue() if len(file.getbuffer()) < 200 else b""
    if not is_ticket(ticket):
        return False
    found = fetch(ticket, token_hash(st.context.cookies.get(COOKIE) or ""))
    if found is None:
        raise UserError("upload_failed")
    st.session_state.setdefault(STATE, {}).setdefault(file.file_id, _Held(ticket))
    try:
        os.link(found, path)  # read again when the registers have changed, so it stays under its own name too
    except OSError:
        shutil.copyfile(found, path)
    path.chmod(0o600)
    return True


def let_go(files: list[UploadedFile]) -> None:
    """Remove what arrived on disk and is no longer among the files of the uploader."""
    held, wanted = st.session_state.get(STATE, {}), {f.file_id for f in files}
    for file_id in [f for f in held if f not in wanted]:
        held.pop(file_id).drop()
