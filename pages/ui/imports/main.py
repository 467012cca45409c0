"""Parts of the imports page: the files and their options, what came of an import."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.domain import User
from core.follow import Followed
from core.i18n import format
from core.registry.people import visitors_of
from core.registry.status import status
from core.store import Store
from pages.ui.imports.cards import FEW
from pages.ui.imports.files import earlier, let_earlier_go
from pages.ui.imports.giveback import marked_again
from pages.ui.imports.issues import problem
from pages.ui.imports.job import Job, Outcome
from pages.ui.imports.large_upload import progress_of_uploads
from pages.ui.imports.preview import STATES
from pages.ui.imports.templates import templates_button
from pages.ui.imports.upload import Upload
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, say
from pages.ui.shared.uploader import uploader_words

TYPES = ["xlsx", "xls", "xlsm", "et", "ods", "csv", "txt", "tsv", "parquet", "geojson", "json", "zip"]


def holds(store: Store, user: User) -> None:
    """The line under the title: what is in the store."""
    found = status(store, user.scope)
    lang = language()
    names = ("grids", "units", "people", "check_ins")
    st.caption(say("imports.holds", **{n: format.number(lang, found[n]) for n in names}))


def choose_files() -> tuple[list, bool]:
    """The uploader, and the templates beside it: (files, whether it has just been drawn anew)."""
    _words_of_uploader()
    key = f"import_files_{st.session_state.setdefault('import_round', 0)}"
    fresh = key not in st.session_state
    files = st.file_uploader(say("imports.upload"), type=TYPES, accept_multiple_files=True, key=key)
    progress_of_uploads()
    templates_button()
    return files or [], fresh


def earlier_files() -> None:
    """Files that are still here though the uploader is empty again: how many, and the way to be rid of them."""
    count = len(earlier())
    if not count:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        words = say("imports.earlier_one") if count == 1 else say("imports.earlier", files=count)
        st.caption(words, width="content")
        if st.button(say("imports.earlier_drop"), type="tertiary", icon=":material/close:", key="earlier_drop"):
            let_earlier_go()
            st.rerun()


def _words_of_uploader() -> None:
    size = st.get_option("server.maxUploadSize")
    drop, limit, browse = say("imports.drop"), say("imports.drop_limit", size=size), say("imports.browse")
    uploader_words(drop, limit, browse)


def commit_button(uploads: list[Upload]) -> bool:
    """The one next step: take in what can be taken. True when pressed."""
    rows, counts = sum(u.takes for u in uploads), [s.counts for u in uploads for s in u.plan.sheets]
    if not rows and not any(c["rejected"] + c.get("conflict", 0) for c in counts):
        st.success(say("imports.nothing_same"), icon=":material/task_alt:")
        return False
    if len({kind for u in uploads for kind in u.plan.kinds}) > 1:
        st.info(say("imports.order"), icon=":material/sort:")
    words = _commit_words(len(uploads), rows, sum(u.closes for u in uploads))
    return st.button(
        words if rows else say("imports.nothing"),
        type="primary",
        disabled=not rows,
        icon=":material/database_upload:",
        key="commit",
    )


def _commit_words(files: int, rows: int, closes: int) -> str:
    if closes:
        return say("imports.commit_closing", count=format.exact(rows - closes), closes=format.exact(closes))
    if files > 1:
        return say("imports.commit_all", files=files, count=format.exact(rows))
    return say("imports.commit_one") if rows == 1 else say("imports.commit", count=format.exact(rows))


def results(user: User, job: Job, store: Store) -> None:
    """What was truly stored, file by file, and where to look at it."""
    if len(job.outcomes) > FEW:
        _together(job.outcomes)
    else:
        _each(job.outcomes)
    followed = job.followed or Followed(None)
    if followed.as_of is not None and not followed.failed:
        alerts = status(store, user.scope)["alerts"]
        st.caption(say("imports.refreshed", day=format.day(language(), followed.as_of), alerts=format.exact(alerts)))
    if followed.failed:
        st.warning(say("imports.not_followed"), icon=":material/update:")
    with st.container(horizontal=True, vertical_alignment="center"):
        for page, permission in (("grid_map", "map.read"), ("people", "people.read"), ("anomalies", "anomalies.read")):
            if user.may(permission):
                st.page_link(f"{page}.py", label=say(f"page.{page}"), icon=":material/arrow_forward:")
        visitors = sum(visitors_of(store, user.scope, batch=b, as_of=clock.today()) for b in job.batches)
        if visitors and user.may("people.read"):
            words = say("imports.visitors_one" if visitors == 1 else "imports.visitors", count=format.exact(visitors))
            st.page_link("people.py", label=words, icon=":material/person_add:", query_params={"state": "visitor"})
        if followed.pairs and user.may("people.merge"):
            words = say("duplicates.from_import", count=format.exact(followed.pairs))
            st.page_link("duplicates.py", label=words, icon=":material/join_inner:")
        if st.button(say("imports.dismiss_result"), icon=":material/check:", key="dismiss_result"):
            st.session_state.pop("import_job", None)
            job.forget()
            st.rerun()


def _each(outcomes: list[Outcome]) -> None:
    for number, outcome in enumerate(outcomes):
        _result(outcome)
        if outcome.marks is not None:
            marked_again(outcome.marks, f"marked_after_{number}")


def _together(outcomes: list[Outcome]) -> None:
    """Many files: their sum, those that failed, and the rest behind a line."""
    stored = [o for o in outcomes if o.report and o.report.get("batch")]
    if stored:
        counts = _counts([sheet for o in stored for sheet in o.report["sheets"]])
        st.success(f"**{say('imports.done_many', files=len(stored))}**  \n{counts[1]}", icon=":material/task_alt:")
    for outcome in (o for o in outcomes if o.error is not None):
        _result(outcome)
    with st.expander(say("imports.done_each"), icon=":material/list:", key="outcomes"):
        _each([o for o in outcomes if o.error is None])


def _counts(sheets: list[dict]) -> tuple[int, str]:
    """(rows stored, all counts in words)."""
    total = {s: sum(sheet.get(s, 0) for sheet in sheets) for s in STATES}
    shown = {s: n for s, n in total.items() if n or s in ("new", "changed", "rejected")}
    closed = sum(sheet.get("closed", 0) for sheet in sheets)
    words = [f"{say(f'imports.state.{s}')} {format.exact(n)}" for s, n in shown.items()]
    words += [say("imports.closed", count=format.exact(closed))] if closed else []
    return total["new"] + total["changed"] + closed, " · ".join(words)


def _result(outcome: Outcome) -> None:
    name = escape(outcome.file)
    if outcome.error is not None:
        st.error(say("imports.failed", file=name, why=escape(problem(outcome.error))), icon=":material/block:")
        return
    rows, counts = _counts(outcome.report["sheets"])
    batch = outcome.report.get("batch")
    title = say("imports.done", file=name, batch=batch) if batch else say("imports.done_none", file=name)
    show = st.success if rows else st.warning
    show(f"**{title}**  \n{counts}", icon=":material/task_alt:" if batch else ":material/info:")
