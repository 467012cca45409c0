"""The files of a session: each read once, kept until it is imported or put aside."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.domain import Scope
from core.errors import UserError
from core.ingest.kinds.descriptor import descriptors
from core.ingest.meaning.answers import Answers, find_saved
from core.ingest.plan import remap, state_of
from core.store import Store
from pages.ui.imports.large_upload import let_go
from pages.ui.imports.upload import Note, Upload, arrive, clear_left

STATE = "import_uploads"
EARLIER = ""  # in place of a file's id: uploads of an uploader that was emptied since, by an import or another page
Watcher = Callable[[int], tuple[Callable[[str], Note], Callable[[], None]]]


def keep(store: Store, scope: Scope, files: list[UploadedFile], watcher: Watcher, *, fresh: bool) -> list[Upload]:
    """The uploads of this session, each read once; those whose file was removed are put aside.

    `fresh`: the uploader has just been drawn anew, so that its being empty says nothing of what is still held.
    """
    clear_left()
    let_go(files)
    kept: dict[str, list[Upload]] = st.session_state.setdefault(STATE, {})  # a zip holds several
    if fresh:
        kept[EARLIER] = [upload for key in list(kept) for upload in kept.pop(key)]
    wanted = {f.file_id: f for f in files}
    for key in [k for k in kept if k not in wanted and k != EARLIER]:
        for upload in kept.pop(key):
            upload.put_aside()
    _bring_up_to_date(store, scope, kept, [(k, f) for k, f in wanted.items() if k not in kept], watcher)
    return [upload for key in (EARLIER, *wanted) for upload in kept.get(key, [])]


def _bring_up_to_date(
    store: Store, scope: Scope, kept: dict[str, list[Upload]], new: list[tuple[str, UploadedFile]], watcher: Watcher
) -> None:
    """Read the new files, and compare anew what was compared before the registers changed; one bar over all of them."""
    seen = state_of(store)
    stale = [u for held in kept.values() for u in held if u.seen != seen]
    if not stale and not new:
        return
    of, end = watcher(len(stale) + len(new))
    try:
        for upload in stale:
            note = of(upload.file_name)
            if upload.plan is not None:
                _again(upload, {s.sheet: s.answers for s in upload.plan.sheets if s.columns}, note)
            upload.seen = seen  # not before: when the reader leaves half-way, it begins again
        for key, file in new:
            kept[key] = arrive(store, scope, file, of(file.name))
    finally:
        end()


def _again(upload: Upload, answers: dict[str, Answers], note: Note | None = None) -> None:
    try:
        remap(upload.plan, answers, note)
    except UserError as error:
        upload.put_aside()
        upload.plan, upload.error = None, error


def use_saved(store: Store, print_: str) -> None:
    """A mapping has just been saved for this header: the other uploads of it that wait for answers take it too."""
    saved = find_saved(store, print_)
    for upload in (u for held in st.session_state.get(STATE, {}).values() for u in held if u.waits):
        same = {s.sheet: saved for s in upload.plan.sheets if s.fingerprint == print_ and (s.asked or not s.ready)}
        if saved and same:
            _again(upload, same)


def take_out(uploads: list[Upload]) -> None:
    """These now belong to a running import: the session no longer holds them."""
    kept: dict[str, list[Upload]] = st.session_state.get(STATE, {})
    for key, held in kept.items():
        kept[key] = [u for u in held if u not in uploads]


def earlier() -> list[Upload]:
    """Those that are held though the uploader no longer shows them."""
    return st.session_state.get(STATE, {}).get(EARLIER, [])


def let_earlier_go() -> None:
    for upload in earlier():
        upload.put_aside()
    st.session_state.get(STATE, {}).pop(EARLIER, None)


def order(uploads: list[Upload]) -> list[Upload]:
    """Grids before units before people …, so that each list finds what it refers to."""

    known = list(descriptors())

    def rank(upload: Upload) -> int:
        return min((known.index(s.kind) for s in upload.plan.sheets), default=len(known)) if upload.plan else len(known)

    return sorted(uploads, key=rank)
