"""The uploaded files on the page: how many of each sort, the refused ones with their reasons, a card for each of the others."""

from __future__ import annotations

import streamlit as st

from core.domain import Scope, User
from core.errors import UserError
from core.i18n import format
from core.store import Store
from pages.ui.imports.giveback import take_along
from pages.ui.imports.issues import problem
from pages.ui.imports.kind import read_as
from pages.ui.imports.layout import layout_of_refused
from pages.ui.imports.preview import STATES, preview
from pages.ui.imports.upload import Upload
from pages.ui.imports.words import listed, wanted_columns
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, say

FEW = 3  # files that are shown open, one below the other; more are folded
SORTS = ("ready", "waits", "nothing", "refused")
LAYOUTS = 8  # refused files whose first rows can be looked at
REFUSED = 2  # files whose reasons stand open


def overview(uploads: list[Upload]) -> None:
    """In one line: how many can go in, wait for answers, are refused; where there are more than a glance shows."""
    sorts = [_sort(u) for u in uploads]
    if len(uploads) > FEW:
        parts = [say(f"imports.many.{s}", count=sorts.count(s)) for s in SORTS if s in sorts]
        st.markdown(f"**{say('imports.many_files', files=len(uploads))}** {' · '.join(parts)}")
    waits = sorts.count("waits")
    if waits:
        st.info(say("mapping.waits_one") if waits == 1 else say("mapping.waits", files=waits), icon=":material/help:")


def takeable(uploads: list[Upload]) -> list[Upload]:
    """Those that an import takes along. The others stay until they are answered or removed."""
    return [u for u in uploads if _sort(u) in ("ready", "nothing")]


def _sort(upload: Upload) -> str:
    if upload.error is not None:
        return "refused"
    if upload.waits or (not upload.takes and any(s.lacking for s in upload.plan.sheets)):
        return "waits"
    return "ready" if upload.takes else "nothing"


def refused(uploads: list[Upload], store: Store, scope: Scope) -> None:
    """The files that were not taken: one below the other, or many of them by reason; some are read once their kind is known."""
    bad = [u for u in uploads if u.error is not None]
    if len(bad) > REFUSED:
        with st.expander(say("imports.refused_many", files=len(bad)), icon=":material/block:", key="refused"):
            _reasons(bad)
            read_as([u for u in bad if u.kind_unknown], store, scope)
        _layouts(bad, store, scope)
        return
    for upload in bad:
        st.error(_why(upload), icon=":material/block:")
    if bad:
        st.caption(say("imports.nothing_stored") if len(bad) == 1 else say("imports.nothing_stored_many"))
        if len(bad) > 1:
            read_as([u for u in bad if u.kind_unknown], store, scope)
    _layouts(bad, store, scope)


def _layouts(bad: list[Upload], store: Store, scope: Scope) -> None:
    """The first rows of each refused file that may hold a list after all."""
    for upload in [u for u in bad if u.mendable][:LAYOUTS]:
        if len(bad) == 1:
            layout_of_refused(upload, store, scope)
            return
        words = say("imports.layout_of", file=escape(_place(upload)))
        folded = st.expander(
            words,
            expanded=len(bad) == 1,
            icon=":material/table_rows:",
            key=f"layout_file{upload.number}",
            on_change="rerun",
        )
        if folded.open:
            with folded:
                layout_of_refused(upload, store, scope)


def _reasons(bad: list[Upload]) -> None:
    for same in _by_reason(bad):
        st.markdown(_why(same[0]))
        if len(same) > 1:
            names = listed([_place(u) for u in same[1:]])
            st.caption(say("imports.refused_same", count=len(same) - 1, files=escape(names)))


def cards(uploads: list[Upload], store: Store, user: User) -> None:
    """What each file would change; folded where there are many, and then drawn only when it is opened."""
    good = [u for u in uploads if u.plan is not None]
    asked_first = next((u for u in good if _sort(u) == "waits"), None)
    for upload in good:
        key = f"file{upload.number}"
        inside = f"{key}_{language()}"  # a box would go on showing its choice in the language of before
        if len(uploads) <= FEW:
            with st.container(border=True, key=f"card_{key}"):
                st.markdown(f"**{escape(upload.file_name)}**")
                _inside(upload, inside, store, user)
            continue
        icon = ":material/help:" if _sort(upload) == "waits" else ":material/table:"
        folded = st.expander(
            _line(upload), expanded=upload is asked_first, icon=icon, key=f"card_{key}", on_change="rerun"
        )
        if folded.open:
            with folded:
                _inside(upload, inside, store, user)


def _inside(upload: Upload, key: str, store: Store, user: User) -> None:
    preview(upload, key, store, user)
    if not upload.waits:
        take_along(upload.plan, key)


def _line(upload: Upload) -> str:
    """“**a.xlsx** · people · new 120 · rejected 3”."""
    sheets = upload.plan.sheets
    parts = [f"**{escape(upload.file_name)}**", *(say(f"kind.{kind}") for kind in upload.plan.kinds)]
    if _sort(upload) == "waits":
        return " · ".join([*parts, say("imports.many.asked")])
    for state in STATES:
        rows = sum(s.counts.get(state, 0) for s in sheets)
        if rows:
            parts.append(f"{say(f'imports.state.{state}')} {format.exact(rows)}")
    return " · ".join(parts)


def _why(upload: Upload) -> str:
    """The sentence of the refusal, with the file's name and the zip it came in."""
    error = upload.error
    if "file" in error.fields:
        fields = error.fields | {"file": _place(upload), "wanted": wanted_columns(upload.kind)}
        return escape(problem(UserError(error.code, **fields)))
    return say("imports.refused", file=escape(_place(upload)), why=escape(problem(error)))


def _place(upload: Upload) -> str:
    return (
        say("imports.in_archive", file=upload.file_name, archive=upload.archive) if upload.archive else upload.file_name
    )


def _by_reason(bad: list[Upload]) -> list[list[Upload]]:
    """Files whose sentences differ in nothing but the file's name stand together; the most frequent reason first."""
    groups: dict[tuple, list[Upload]] = {}
    for upload in bad:
        rest = tuple(sorted((k, str(v)) for k, v in upload.error.fields.items() if k != "file"))
        groups.setdefault((upload.error.code, rest), []).append(upload)
    return sorted(groups.values(), key=len, reverse=True)
