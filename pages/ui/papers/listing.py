"""The register of papers: found by number or name, printed again, signed for, declared void."""

from __future__ import annotations

import secrets
from datetime import date, datetime

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.papers.register import LONGEST, STATES, paper_counts, papers, receive, void
from core.policy.papers import paper_kinds
from core.store import Store
from pages.ui.papers.parts import tell, told
from pages.ui.shared import finder, palette
from pages.ui.shared.actors import actor
from pages.ui.shared.controls import Filter
from pages.ui.shared.days import ask_day
from pages.ui.shared.file_button import file_button
from pages.ui.shared.owned import owners
from pages.ui.shared.paper_files import paper_files
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import language, place, say
from pages.ui.shared.tables import Column, pick_table
from pages.ui.shared.took import took

PAGE, MOST = 50, 5000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = [
    Column("file_no", "papers.column.file_no", width=160, pinned=True),
    Column("name", "papers.column.name", width=80),
    Column("kind_words", "papers.column.kind", width=160),
    Column("place", "papers.column.place", "place", width=150),
    Column("class_words", "papers.column.class", width=100),
    Column("issued_on", "papers.column.issued_on", "date", width=86),
    Column("made_by", "papers.column.made_by", width=80),
    Column("state", "papers.column.state", "code", width=86, words="paper_state."),
    Column("due_at", "papers.column.due_at", "moment", width=104),
    Column("owner", "papers.column.owner", width=160),
    Column("received", "papers.column.received", width=130),
    Column("void_reason", "papers.column.why", width=120),
]


def listing(store: Store, user: User, chosen: Filter, at: datetime) -> None:
    told()
    conditions = _wanted(chosen)
    counts = paper_counts(store, user.scope, at=at, **conditions)
    total = int(counts.papers.sum())
    if not total:
        filtered = any(conditions[name] for name in ("kind", "state", "text"))
        st.info(say("papers.none_chosen" if filtered else "papers.none"), icon=":material/description:")
        return
    by_state = {s: format.exact(int(counts[counts.state == s].papers.sum())) for s in STATES}
    page = finder.page_of(MOST // PAGE)
    words = say("papers.count", count=format.exact(total), **by_state)
    finder.pager("papers", f"**{words}**", page=page, pages=min(-(-total // PAGE), MOST // PAGE))
    found = _in_words(papers(store, user.scope, at=at, limit=PAGE, offset=(page - 1) * PAGE, owned=True, **conditions))
    st.caption(say("papers.pick_hint"))
    picked = pick_table(found, COLUMNS, key=f"papers_register_{page}", select="paper_id", rows=14)
    if picked:
        _acts(store, user, found.iloc[picked], at.date())
    _export(store, user, at, conditions)


def _wanted(chosen: Filter) -> dict[str, object]:
    with finder.row("papers", ("q", "kind", "state")):
        text = finder.text_box("papers", label=say("papers.search"), hint=say("papers.search_hint"))
        kinds = {code: kind.name(language()) for code, kind in paper_kinds().items()}
        kind = finder.pick("papers", "kind", say("papers.kind"), kinds, none=say("papers.any"), width=200)
        states = {s: say(f"paper_state.{s}") for s in STATES}
        state = finder.pick("papers", "state", say("papers.column.state"), states, none=say("papers.any"))
    return {"grid": chosen.grid_id, "kind": kind, "state": state, "text": text}


def _in_words(found: pd.DataFrame) -> pd.DataFrame:
    kinds, names, lang = paper_kinds(), palette.class_names(language()), language()
    return found.assign(
        made_by=[actor(who) for who in found.made_by],
        kind_words=[kinds[k].name(lang) if k in kinds else k for k in found.kind],
        owner=owners(found),
        class_words=[names.get(c) for c in found["class"]],
        received=[
            None if pd.isna(day) else f"{by if isinstance(by, str) else ''} {format.day(lang, day)}".strip()
            for by, day in zip(found.received_by, found.received_on, strict=True)
        ],
    )


def _acts(store: Store, user: User, picked: pd.DataFrame, on: date) -> None:
    ids = [int(n) for n in picked.paper_id]
    st.markdown(f"**{say('papers.picked', count=len(ids))}**")
    standing = picked[picked.state != "void"]
    with st.container(horizontal=True, vertical_alignment="bottom", key="papers_acts"):
        if len(standing):
            with st.popover(say("papers.printing"), icon=":material/print:"):
                paper_files(store, user, standing.paper_id.tolist(), on=on, key="papers_again")
        if picked.state.isin(("open", "late", "lapsed")).any():
            with st.popover(say("papers.receive"), icon=":material/signature:"):
                by = st.text_input(say("papers.receive_by"), key="papers_receive_by", max_chars=LONGEST)
                day = ask_day(say("papers.receive_on"), on, key="papers_receive_on", format="YYYY-MM-DD")
                if st.button(say("papers.receive"), type="primary", key="papers_receive", disabled=day is None):
                    _done(
                        "papers.received",
                        lambda: receive(store, user.scope, ids, by=by, on=day, actor=user.login, at=_at(on)),
                    )
        if len(standing):
            with st.popover(say("papers.void"), icon=":material/block:"):
                st.caption(say("papers.void_note"))
                reason = st.text_input(say("papers.void_reason"), key="papers_void_reason", max_chars=LONGEST)
                if st.button(say("papers.void"), type="primary", key="papers_void"):
                    _done(
                        "papers.voided",
                        lambda: void(store, user.scope, ids, reason=reason, actor=user.login, at=_at(on)),
                    )


def _at(on: date) -> object:
    """Now, on the day for which work stands."""
    now = clock.now()
    return now if now.date() == on else now.replace(year=on.year, month=on.month, day=on.day)


def _done(words: str, act: object) -> None:
    try:
        count = act()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    tell(words, count=format.exact(count))
    st.rerun()


def _export(store: Store, user: User, at: datetime, conditions: dict[str, object]) -> None:
    name = f"{say('papers.part.register')}-{at:%m%d}-{secrets.token_hex(6)}.xlsx"
    file_button(
        say("papers.export"), lambda: _book(store, user, at, conditions), name, mime=XLSX, on_click="ignore", key="papers_export", type="tertiary",
        icon=":material/download:",
    )  # fmt: skip


def _book(store: Store, user: User, at: datetime, conditions: dict[str, object]) -> bytes:
    found = _in_words(papers(store, user.scope, at=at, limit=MOST, owned=True, **conditions))
    took(user.login, "papers", len(found))
    columns = {say(c.label): found[c.name] for c in COLUMNS}
    columns[say("papers.column.state")] = [say(f"paper_state.{s}") for s in found.state]
    columns[say("papers.column.place")] = [place(v) if isinstance(v, str) else None for v in found.place]
    return workbook(pd.DataFrame({name: list(values) for name, values in columns.items()}))
