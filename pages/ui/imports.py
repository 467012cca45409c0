"""Parts of the imports page: the files and their options, what came of an import."""

from __future__ import annotations

import streamlit as st

from core.domain import User
from core.i18n import format
from core.ingest.columns import KINDS
from core.registry.people import visitors_of
from core.registry.status import status
from core.store import Store
from pages.ui.charts import escape
from pages.ui.import_files import Upload
from pages.ui.import_giveback import marked_again, take_along
from pages.ui.import_issues import problem
from pages.ui.import_job import Job, Outcome
from pages.ui.import_preview import STATES, preview
from pages.ui.import_templates import templates_button
from pages.ui.large_upload import progress_of_uploads
from pages.ui.session import language, say

TYPES = ["xlsx", "xls", "xlsm", "et", "ods", "csv", "txt", "tsv", "parquet", "geojson", "json", "zip"]
DATUMS = ("gcj02", "wgs84")


def holds(store: Store, user: User) -> None:
    """The line under the title: what is in the store."""
    found = status(store, user.scope)
    lang = language()
    names = ("grids", "units", "people", "check_ins")
    st.caption(say("imports.holds", **{n: format.number(lang, found[n]) for n in names}))


def choose_files() -> tuple[list, dict[str, str]]:
    """The uploader with its two options: (files, options of `core.ingest.prepare`)."""
    _words_of_uploader()
    round_ = st.session_state.setdefault("import_round", 0)
    files = st.file_uploader(
        say("imports.upload"), type=TYPES, accept_multiple_files=True, key=f"import_files_{round_}"
    )
    progress_of_uploads()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            say("imports.kind"), ["auto", *KINDS], key="import_kind", width=180,
            format_func=lambda k: say("imports.kind_auto") if k == "auto" else say(f"kind.{k}"),
        )  # fmt: skip
        datum = st.selectbox(
            say("imports.datum"), DATUMS, key="import_datum", width=280, format_func=lambda d: say(f"imports.datum_{d}")
        )
        templates_button()
    return files or [], {"kind": kind, "datum": datum}


def _words_of_uploader() -> None:
    """Streamlit's uploader speaks English only: its words are put over by style."""
    size = st.get_option("server.maxUploadSize")
    drop, limit, browse = say("imports.drop"), say("imports.drop_limit", size=size), say("imports.browse")
    zone = '[data-testid="stFileUploaderDropzone"]'
    hint = f'{zone} [data-testid="stFileUploaderDropzoneInstructions"]'
    st.html(
        f"<style>{hint} * {{font-size:0 !important}}"
        f'{hint}::after {{content:"{drop} · {limit}"; font-size:.875rem}}'
        f'{zone} button p {{font-size:0}} {zone} button p::after {{content:"{browse}"; font-size:.875rem}}</style>'
    )


def waiting(uploads: list[Upload]) -> None:
    """How many files can't go in before their questions are answered."""
    files = sum(u.waits for u in uploads)
    if files:
        st.info(say("mapping.waits_one") if files == 1 else say("mapping.waits", files=files), icon=":material/help:")


def card(upload: Upload, key: str, store: Store, user: User) -> None:
    """One file: refused with its reason, or what it would change."""
    if upload.error is not None:
        why = escape(problem(upload.error))
        st.error(say("imports.refused", file=escape(upload.file_name), why=why), icon=":material/block:")
        st.caption(say("imports.nothing_stored"))
        return
    with st.container(border=True, key=f"card_{key}"):
        st.markdown(f"**{escape(upload.file_name)}**")
        preview(upload, key, store, user)
        if not upload.waits:
            take_along(upload.plan, key)


def commit_button(uploads: list[Upload]) -> bool:
    """The one next step: take in what can be taken. True when pressed."""
    rows, counts = sum(u.takes for u in uploads), [s.counts for u in uploads for s in u.plan.sheets]
    if not rows and not any(c["rejected"] + c.get("conflict", 0) for c in counts):
        st.success(say("imports.nothing_same"), icon=":material/task_alt:")
        return False
    if len(uploads) > 1:
        st.info(say("imports.order"), icon=":material/sort:")
    words = say(
        "imports.commit_all" if len(uploads) > 1 else "imports.commit", files=len(uploads), count=format.exact(rows)
    )
    return st.button(
        words if rows else say("imports.nothing"),
        type="primary",
        disabled=not rows,
        icon=":material/database_upload:",
        key="commit",
    )


def results(user: User, job: Job, store: Store) -> None:
    """What was truly stored, file by file, and where to look at it."""
    for number, outcome in enumerate(job.outcomes):
        _result(outcome)
        if outcome.marks is not None:
            marked_again(outcome.marks, f"marked_after_{number}")
    if job.as_of is not None:
        alerts = status(store, user.scope)["alerts"]
        st.caption(say("imports.refreshed", day=format.day(language(), job.as_of), alerts=format.exact(alerts)))
    with st.container(horizontal=True, vertical_alignment="center"):
        for page, permission in (("grid_map", "map.read"), ("people", "people.read"), ("anomalies", "anomalies.read")):
            if user.may(permission):
                st.page_link(f"{page}.py", label=say(f"page.{page}"), icon=":material/arrow_forward:")
        visitors = sum(visitors_of(store, user.scope, batch=b) for b in job.batches)
        if visitors and user.may("people.read"):
            words = say("imports.visitors_one" if visitors == 1 else "imports.visitors", count=format.exact(visitors))
            st.page_link("people.py", label=words, icon=":material/person_add:", query_params={"state": "visitor"})
        if job.duplicates and user.may("people.merge"):
            words = say("duplicates.from_import", count=format.exact(job.duplicates))
            st.page_link("duplicates.py", label=words, icon=":material/join_inner:")
        if st.button(say("imports.dismiss_result"), type="tertiary", key="dismiss_result"):
            st.session_state.pop("import_job", None)
            job.forget()
            st.rerun()


def _result(outcome: Outcome) -> None:
    name = escape(outcome.file)
    if outcome.error is not None:
        st.error(say("imports.failed", file=name, why=escape(problem(outcome.error))), icon=":material/block:")
        return
    total = {s: sum(sheet.get(s, 0) for sheet in outcome.report["sheets"]) for s in STATES}
    counts = " · ".join(
        f"{say(f'imports.state.{s}')} {format.exact(n)}"
        for s, n in total.items()
        if n or s in ("new", "changed", "rejected")
    )
    batch = outcome.report.get("batch")
    title = say("imports.done", file=name, batch=batch) if batch else say("imports.done_none", file=name)
    show = st.success if total["new"] + total["changed"] else st.warning
    show(f"**{title}**  \n{counts}", icon=":material/task_alt:" if batch else ":material/info:")
