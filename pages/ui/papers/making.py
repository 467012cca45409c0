"""Papers in batch: the kind, the class, the grid; who can be handed one and who not, and why; one click makes them all."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.papers.make import Made, make, standing
from core.policy.names import known_classes
from core.policy.papers import PaperKind, paper_kinds
from core.store import Store
from pages.ui.shared import palette
from pages.ui.shared.controls import Filter
from pages.ui.shared.paper_files import paper_files
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

MADE = "papers_made"
COLUMNS = [
    Column("name", "papers.column.name", width=90, pinned=True),
    Column("home_grid", "papers.column.place", "place", width=190),
    Column("class_words", "papers.column.class", width=140),
    Column("since", "papers.column.since", "date", width=80),
    Column("until", "papers.column.until", "date", width=80),
    Column("can", "papers.column.can", width=320),
]


def making(store: Store, user: User, chosen: Filter, on: date) -> None:
    kinds = paper_kinds()
    with st.container(horizontal=True, vertical_alignment="bottom", key="papers_choice"):
        code = st.selectbox(
            say("papers.kind"),
            list(kinds),
            format_func=lambda c: kinds[c].name(language()),
            key="papers_kind",
            width=220,
        )
        kind = kinds[code]
        names = palette.class_names(language())
        options = (
            ["", *(c for c in dict.fromkeys((*kind.classes, *_at(kind))) if c in names)]
            if kind.when != "any"
            else ["", *names]
        )
        person_class = st.selectbox(
            say("papers.class"),
            options,
            format_func=lambda c: names.get(c, say("papers.any_class")),
            key=f"papers_class_{code}",
            width=200,
        )
        lang = st.selectbox(
            say("papers.language"),
            ["zh", "en"],
            format_func=lambda c: say(f"papers.lang.{c}"),
            key="papers_language",
            width=170,
        )
    asked = {
        blank: st.text_input(
            say(f"papers.blank.{blank}"),
            key=f"papers_{blank}",
            placeholder=say(f"papers.blank.{blank}_hint"),
            max_chars=300,
        )
        for blank in kind.asks
    }
    wanted = {"person_class": person_class or None, "grid": chosen.grid_id}
    _made(store, user, on)
    if kind.when == "any" and not person_class:
        st.info(say("papers.class"), icon=":material/arrow_upward:")
        return
    found = standing(store, user.scope, code, on=on, **wanted)
    st.markdown(f"**{_lead(kind, found)}**")
    fit = int(found.refused.isna().sum())
    if fit and st.button(
        say("papers.make", count=format.exact(fit)), type="primary", icon=":material/description:", key="papers_make"
    ):
        _make(store, user, code, on, lang, asked, wanted)
    _whom(found)


def _at(kind: PaperKind) -> list[str]:
    """Classes with a phase at one of the kind's places."""
    return [
        c.code
        for c in known_classes().values()
        if any(p.place in kind.places for p in (*c.phases, *(p for length in c.days_by for p in length.phases)))
    ]


def _whom(found: pd.DataFrame) -> None:
    if found.empty:
        return
    st.caption(say("papers.makes_note"))
    names = palette.class_names(language())
    shown = found.assign(
        can=[why(r) for r in found.itertuples()], class_words=[names.get(c) for c in found["class"]]
    ).sort_values("refused", na_position="first", kind="stable")
    table(shown.reset_index(drop=True), COLUMNS, key="papers_whom", rows=12)


def _lead(kind: PaperKind, found: pd.DataFrame) -> str:
    if found.empty:
        return say("papers.lead_none", kind=kind.name(language()))
    there, refused = int((found.refused == "paper_there").sum()), int(found.refused.notna().sum())
    parts = [say("papers.lead", kind=kind.name(language()), fit=format.exact(len(found) - refused))]
    parts += [
        say(f"papers.lead_refused.{name}", count=format.exact(count))
        for name, count in (("paper_there", there), ("other", refused - there))
        if count
    ]
    return ("；" if language() == "zh" else "; ").join(parts)


def why(row: tuple) -> str:
    if not isinstance(row.refused, str):
        return say("papers.can")
    words = say(f"paper_refused.{row.refused}")
    names = palette.class_names(language())
    more = (
        row.file_no
        if row.refused == "paper_there"
        else names.get(row.against)
        if row.refused == "paper_still"
        else None
    )
    return (
        f"{words}（{more}）"
        if isinstance(more, str) and language() == "zh"
        else f"{words} ({more})"
        if isinstance(more, str)
        else words
    )


def _make(
    store: Store, user: User, code: str, on: date, lang: str, asked: dict[str, str], wanted: dict[str, object]
) -> None:
    try:
        done = make(
            store, user.scope, code, on=on, at=clock.now(), actor=user.login, language=lang, asked=asked, **wanted
        )
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.session_state[MADE] = done
    st.rerun()


def _made(store: Store, user: User, on: date) -> None:
    """What was made just now, until the next batch, with the files."""
    done: Made | None = st.session_state.get(MADE)
    if done is None or done.papers.empty:
        return
    first, last = done.papers.file_no.iloc[0], done.papers.file_no.iloc[-1]
    words = "papers.made" if len(done.papers) > 1 else "papers.made_one"
    st.success(say(words, count=format.exact(len(done.papers)), first=first, last=last), icon=":material/check:")
    paper_files(store, user, done.papers.paper_id.tolist(), on=on, key="papers_new")
