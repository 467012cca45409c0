"""Commits that go on when their reader leaves the page: one thread, its progress, its results."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from core.domain import User
from core.errors import UserError
from core.follow import Followed, follow
from core.i18n import format, has
from core.ingest.plan import discard
from core.ingest.storing import commit
from core.store import Store
from core.workbooks.giveback import Marks
from pages.ui.imports.files import order
from pages.ui.imports.giveback import kept_marks
from pages.ui.imports.upload import Note, Upload
from pages.ui.shared.failure import log_failure
from pages.ui.shared.session import say


@dataclass
class Outcome:
    """What became of one file: the report of the commit, or the error that stopped it."""

    file: str
    report: dict | None = None
    error: UserError | None = None
    marks: Marks | None = None  # of a file that had issues; the file is kept as long as its job


@dataclass
class Job:
    """Runs in its own thread; the page only looks at it."""

    store: Store
    user: User
    uploads: list[Upload]
    file: str = ""
    step: str = "start"
    at: int = 0  # how many files are done
    done: float = 0.0  # of everything
    outcomes: list[Outcome] = field(default_factory=list)
    followed: Followed | None = None  # what came of it
    started: float = field(default_factory=time.monotonic)

    def start(self) -> Job:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    @property
    def batches(self) -> list[int]:
        """Those that were stored."""
        return [o.report["batch"] for o in self.outcomes if o.report and o.report.get("batch")]

    def _run(self) -> None:
        for at, upload in enumerate(order(self.uploads)):
            self.file, self.at = upload.file_name, at
            outcome = self._one(upload)
            self.outcomes.append(outcome)
            if outcome.marks is None:
                upload.remove()
        self.at = len(self.uploads)
        if self.batches:
            self.followed = follow(self.store, actor=self.user.login, progress=self._note)

    def _one(self, upload: Upload) -> Outcome:
        try:
            # Another file may have gone in since the preview: commit compares anew then.
            report = commit(
                self.store, upload.plan, actor=self.user.login, permissions=self.user.permissions, progress=self._note
            )
            return Outcome(upload.file_name, report, marks=self._marks(upload))
        except UserError as error:
            return Outcome(upload.file_name, error=error)
        except Exception as failure:
            log_failure("import failed", failure)
            return Outcome(upload.file_name, error=UserError("import_failed"))
        finally:
            discard(upload.plan)

    def _marks(self, upload: Upload) -> Marks | None:
        try:
            return kept_marks(upload.plan)
        except Exception as failure:
            log_failure("marks could not be kept", failure)  # the import stands all the same
            return None

    def forget(self) -> None:
        """Remove the files that were kept for their marks."""
        for upload in self.uploads:
            upload.remove()

    def _note(self, done: float, step: str) -> None:
        """Of all the files, and of what follows them as one more."""
        self.done, self.step = (self.at + done) / (len(self.uploads) + 1), step


@st.fragment(run_every=0.4)
def watch(job: Job) -> None:
    """Show the progress until the job ends. Leaving the page only ends the showing."""
    if not job.running:
        st.rerun()
    files = len(job.uploads)
    name = numbered(job.file, min(job.at, files - 1), files)
    text = progress_text("imports.committing", name, job.done, job.step, job.started)
    st.progress(min(max(job.done, 0.0), 1.0), text=text)
    st.caption(say("imports.may_leave"))


def numbered(file: str, at: int, of: int) -> str:
    """“a.xlsx（2/39）”."""
    return say("imports.file_of", file=file, at=at + 1, of=of) if of > 1 else file


def progress_text(what: str, file: str, done: float, step: str, started: float) -> str:
    """“Importing a.xlsx · writing · 40% · about 6 s left”."""
    key = f"imports.step.{step}"
    fields = {
        "what": say(what, file=file),
        "step": say(key if has(key) else "imports.step.other"),
        "share": format.percent(done, 0),
    }
    spent = time.monotonic() - started
    if spent > 3 and 0.05 < done < 1:
        return say("imports.progress_left", left=_left(spent * (1 - done) / done), **fields)
    return say("imports.progress", **fields)


def _left(seconds: float) -> str:
    if seconds < 90:
        return say("imports.left_seconds", n=max(1, round(seconds)))
    return say("imports.left_minutes", n=round(seconds / 60))


def watcher(files: int) -> tuple[Callable[[str], Note], Callable[[], None]]:
    """One progress bar for reading so many files: (the next file's name → what takes its progress, end)."""
    bar, note_below, started, begun = st.progress(0.0), st.empty(), time.monotonic(), itertools.count()
    if files > 1:
        note_below.caption(say("imports.stay"))

    def end() -> None:
        bar.empty()
        note_below.empty()

    def of(file: str) -> Note:
        at = next(begun)
        name = numbered(file, at, files)

        def note(done: float, step: str) -> None:
            share = min(max((at + done) / files, 0.0), 1.0)
            bar.progress(share, text=progress_text("imports.reading", name, share, step, started))

        note(0.0, "upload")
        return note

    return of, end
