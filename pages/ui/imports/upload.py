"""One uploaded file: saved to disk, taken out of its zip, read; and what a closed browser leaves behind."""

from __future__ import annotations

import itertools
import secrets
import shutil
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.domain import Scope
from core.errors import UserError
from core.files.arrivals import sweep
from core.files.unpack import expand
from core.ingest.first_rows import FirstRows
from core.ingest.meaning.answers import Answers
from core.ingest.plan import Plan, discard, prepare, state_of
from core.store import Store
from pages.ui.imports.large_upload import on_disk
from pages.ui.shared.failure import log_failure
from pages.ui.shared.session import who

CHUNK = 1 << 20
DATUM = "gcj02"  # of coordinates, until the clerk says otherwise
# Refusals that end when the clerk says what kind of list it is, or where in the file it stands.
MENDABLE = ("header_unknown", "form_not_list", "no_rows", "nothing_listed", "header_row", "rows_range")
LEFT: deque[tuple[Plan | None, Path]] = deque()
NUMBERS = itertools.count()
Note = Callable[[float, str], None]


@dataclass(eq=False)
class Upload:
    """One uploaded file as it stands: its plan, or the error that refused it."""

    file_name: str
    path: Path
    seen: tuple  # state of the registers when it was read: a later import makes it stale
    kind: str = "auto"  # as the clerk chose it, for a file that was refused
    datum: str = DATUM
    archive: str = ""  # the zip that it came in
    plan: Plan | None = None
    error: UserError | None = None
    number: int = field(default_factory=NUMBERS.__next__)  # names its widgets, also when another file is removed
    turn: int = 0  # a choice that was refused begins anew under another name
    said: dict[str, Answers] = field(default_factory=dict)  # sheet → where its table stands, of a file that was refused
    looked: list[FirstRows] | None = None  # the first rows of a refused file, once they were asked for

    @property
    def takes(self) -> int:
        """Rows that an import would store, and grids that it would close."""
        return self.closes + (sum(s.counts["new"] + s.counts["changed"] for s in self.plan.sheets) if self.plan else 0)

    @property
    def closes(self) -> int:
        return sum(s.closing for s in self.plan.sheets) if self.plan else 0

    @property
    def waits(self) -> bool:
        """For the clerk to say what some columns are."""
        return self.plan is not None and any(s.asked or not s.ready for s in self.plan.sheets)

    @property
    def mendable(self) -> bool:
        """Refused, but readable once the clerk says what kind of list it is, or where it stands."""
        return self.error is not None and self.error.code in MENDABLE

    @property
    def kind_unknown(self) -> bool:
        """Refused for want of a known header: its kind alone may do."""
        return self.error is not None and self.error.code == "header_unknown"

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def put_aside(self) -> None:
        """Drop the plan and the temporary file."""
        if self.plan is not None:
            discard(self.plan)
        self.remove()


def arrive(store: Store, scope: Scope, file: UploadedFile, note: Note) -> list[Upload]:
    """The file as it stands, or each file of a zip, read."""
    folder = store.settings.folder / "uploads"
    path = folder / (secrets.token_hex(16) + Path(file.name).suffix.lower()[:10])
    try:
        members = _on_our_disk(file, path)
        archive = "" if members[0][0] == path else file.name
        return [
            _arrived(
                Upload(name, member, state_of(store), archive=archive), store, scope, _share(note, at, len(members))
            )
            for at, (member, name) in enumerate(members)
        ]
    except (UserError, OSError) as why:
        _sweep_up(path)
        if isinstance(why, OSError):
            log_failure("upload could not be saved", why)
        error = why if isinstance(why, UserError) else UserError("upload_failed")
        return [Upload(file.name, path, state_of(store), error=error)]
    except BaseException:  # the reader has left half-way: it begins again at the next look
        _sweep_up(path)
        raise


def _on_our_disk(file: UploadedFile, path: Path) -> list[tuple[Path, str]]:
    """(path, name) of the file, or of each in a zip."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(path.parent)
    if not on_disk(file, path):
        _save(file, path)
    members = expand(path, path.parent, file.name)
    if members[0][0] != path:
        path.unlink()
    return members


def _sweep_up(path: Path) -> None:
    for left in path.parent.glob(f"{path.stem}*"):
        left.unlink()


def _share(note: Note, at: int, of: int) -> Note:
    return lambda done, step: note((at + done) / of, step)


def _arrived(upload: Upload, store: Store, scope: Scope, note: Note) -> Upload:
    read(upload, store, scope, note)
    if upload.path.exists():
        # A closed browser says no goodbye. The collector may come in the midst of another's transaction, so it only notes what
        # its session held; the next look at the page clears it.
        weakref.finalize(upload, _left, upload.__dict__).atexit = False
    return upload


def read(upload: Upload, store: Store, scope: Scope, note: Note) -> None:
    """Prepare the file; what the clerk has answered of its sheets stays. It is kept as long as it can be read another way."""
    answers = {s.sheet: s.answers for s in upload.plan.sheets if s.columns} if upload.plan else upload.said
    if upload.plan is not None:
        discard(upload.plan)
    upload.plan, upload.error, upload.seen = None, None, state_of(store)
    try:
        upload.plan = prepare(
            store, scope, upload.path, file_name=upload.file_name, kind=upload.kind, datum=upload.datum, answers=answers,
            progress=note, actor=who(),
        )  # fmt: skip
    except UserError as error:
        upload.error = error
    except Exception as failure:
        log_failure("file could not be prepared", failure)
        upload.error = UserError("file_unreadable", file=upload.file_name)
    if upload.error and not upload.mendable:
        upload.remove()


def _left(held: dict) -> None:
    LEFT.append((held["plan"], held["path"]))


def clear_left() -> None:
    """Drop the plans and files of sessions that have ended."""
    while LEFT:
        plan, path = LEFT.popleft()
        if plan is not None:
            discard(plan)
        path.unlink(missing_ok=True)


def _save(file: UploadedFile, path: Path) -> None:
    file.seek(0)
    with path.open("wb") as out:
        path.chmod(0o600)
        shutil.copyfileobj(file, out, CHUNK)
