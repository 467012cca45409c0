"""Uploaded files and their plans: kept in the session until they are imported, replaced or put aside."""

from __future__ import annotations

import itertools
import secrets
import shutil
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.domain import Scope
from core.errors import UserError
from core.ingest import Plan, discard, prepare, remap
from core.ingest.file.arrivals import sweep
from core.ingest.file.unpack import expand
from core.ingest.meaning.answers import Answers, find_saved
from core.ingest.plan import state_of
from core.store import Store
from pages.ui.failure import log_failure
from pages.ui.large_upload import let_go, on_disk

CHUNK = 1 << 20
KINDS = (
    "grids",
    "units",
    "people",
    "exit_applications",
    "check_ins",
)  # in the order of import: each needs those before
STATE = "import_uploads"
LEFT: deque[tuple[Plan, Path]] = deque()
NUMBERS = itertools.count()


@dataclass
class Upload:
    """One uploaded file as it stands: its plan, or the error that refused it."""

    file_name: str
    path: Path
    options: dict[str, str]
    seen: tuple  # state of the registers when it was read: a later import makes it stale
    plan: Plan | None = None
    error: UserError | None = None
    number: int = field(default_factory=NUMBERS.__next__)  # names its widgets, also when another file is removed

    @property
    def takes(self) -> int:
        """Rows that an import would store."""
        return sum(s.counts["new"] + s.counts["changed"] for s in self.plan.sheets) if self.plan else 0

    @property
    def waits(self) -> bool:
        """For the clerk to say what some columns are."""
        return self.plan is not None and any(s.asked or not s.ready for s in self.plan.sheets)

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def keep(
    store: Store, scope: Scope, files: list[UploadedFile], options: dict[str, str], watcher: Callable
) -> list[Upload]:
    """The uploads of this session, each prepared once; those whose file or options were replaced are put aside."""
    clear_left()
    let_go(files)
    kept: dict[tuple, list[Upload]] = st.session_state.setdefault(STATE, {})  # a zip holds several
    wanted = {(f.file_id, *sorted(options.items())): f for f in files}
    for key in [k for k in kept if k not in wanted]:
        for upload in kept.pop(key):
            put_aside(upload)
    _compare_anew(store, [u for held in kept.values() for u in held])
    for number, (key, file) in enumerate(wanted.items(), 1):
        if key not in kept:
            of = f" ({number}/{len(wanted)})" if len(wanted) > 1 else ""
            note, end = watcher(file.name + of)
            try:
                kept[key] = _prepare_all(store, scope, file, options, note)
            finally:
                end()
    return [upload for key in wanted for upload in kept[key]]


def _compare_anew(store: Store, uploads: list[Upload]) -> None:
    """Plans made before the registers changed are compared with them again; what the clerk has answered stays."""
    seen = state_of(store)
    for upload in (u for u in uploads if u.seen != seen):
        upload.seen = seen
        if upload.plan is not None:
            _again(upload, {s.sheet: s.answers for s in upload.plan.sheets if s.columns})


def _again(upload: Upload, answers: dict[str, Answers]) -> None:
    try:
        remap(upload.plan, answers)
    except UserError as error:
        put_aside(upload)
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
    kept = st.session_state.get(STATE, {})
    for key in [k for k, held in kept.items() if any(u is taken for u in held for taken in uploads)]:
        kept.pop(key)


def put_aside(upload: Upload) -> None:
    """Drop the plan and the temporary file."""
    if upload.plan is not None:
        discard(upload.plan)
    upload.remove()


def order(uploads: list[Upload]) -> list[Upload]:
    """Grids before units before people …, so that each list finds what it refers to."""

    def rank(upload: Upload) -> int:
        found = [KINDS.index(s.kind) for s in upload.plan.sheets if s.kind in KINDS] if upload.plan else []
        return min(found, default=len(KINDS))

    return sorted(uploads, key=rank)


def _prepare_all(
    store: Store, scope: Scope, file: UploadedFile, options: dict[str, str], note: Callable
) -> list[Upload]:
    """The file as it stands, or each file of a zip."""
    folder = store.settings.folder / "uploads"
    path = folder / (secrets.token_hex(16) + Path(file.name).suffix.lower()[:10])
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(path.parent)
        if not on_disk(file, path):
            _save(file, path)
        members = expand(path, folder, file.name)
    except (UserError, OSError) as why:
        for left in folder.glob(f"{path.stem}*"):
            left.unlink()
        if isinstance(why, OSError):
            log_failure("upload could not be saved", why)
        error = why if isinstance(why, UserError) else UserError("upload_failed")
        return [Upload(file.name, path, options, state_of(store), error=error)]
    if members[0][0] != path:
        path.unlink()
    return [_planned(store, scope, member, name, options, note) for member, name in members]


def _planned(store: Store, scope: Scope, path: Path, name: str, options: dict[str, str], note: Callable) -> Upload:
    upload = Upload(name, path, options, state_of(store))
    try:
        upload.plan = prepare(store, scope, path, file_name=name, progress=note, **options)
    except UserError as error:
        upload.error = error
    except Exception as failure:
        log_failure("file could not be prepared", failure)
        upload.error = UserError("file_unreadable", file=name)
    if upload.error:
        upload.remove()
    else:
        # A closed browser says no goodbye. The collector may come in the midst of another's transaction, so it only notes what
        # its session held; the next look at the page clears it.
        weakref.finalize(upload, LEFT.append, (upload.plan, path)).atexit = False
    return upload


def clear_left() -> None:
    """Drop the plans and files of sessions that have ended."""
    while LEFT:
        plan, path = LEFT.popleft()
        discard(plan)
        path.unlink(missing_ok=True)


def _save(file: UploadedFile, path: Path) -> None:
    file.seek(0)
    with path.open("wb") as out:
        path.chmod(0o600)
        shutil.copyfileobj(file, out, CHUNK)
