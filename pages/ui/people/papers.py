"""A person's papers: the number of each, with the way to print it again; another one where it is true."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import clock
from core.act import moment
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.papers.make import MAKE, make, standing
from core.papers.register import papers
from core.policy.papers import PaperKind, paper_kinds
from core.store import Store
from pages.ui.shared.paper_files import paper_files
from pages.ui.shared.session import language, say

FORMS = ("docx", "html")


def papers_section(store: Store, user: User, *, person_id: int) -> None:
    if not user.may(MAKE):
        return
    at = moment(store)
    on = at.date()
    found, kinds = papers(store, user.scope, at=at, person=person_id), paper_kinds()
    with st.container(border=True, key="person_papers"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{say('papers.person')}**", width="stretch")
            with st.popover(say("papers.person_new"), icon=":material/note_add:"):
                _new(store, user, person_id, on)
        for row in found.to_dict("records"):
            kind = kinds[row["kind"]].name(language()) if row["kind"] in kinds else row["kind"]
            state = say(f"paper_state.{row['state']}")
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"{row['file_no']}　{kind}　:gray[{format.day(language(), row['issued_on'])} · {state}]",
                    width="stretch",
                )
                if row["state"] != "void":
                    with st.popover(say("papers.print_again"), icon=":material/print:"):
                        paper_files(store, user, [row["paper_id"]], on=on, key=f"paper_{row['paper_id']}", forms=FORMS)


def _new(store: Store, user: User, person_id: int, on: date) -> None:
    kinds = paper_kinds()
    code = st.selectbox(
        say("papers.kind"), list(kinds), format_func=lambda c: kinds[c].name(language()), key="person_paper_kind"
    )
    kind = kinds[code]
    row = standing(store, user.scope, code, on=on, people=[person_id]).iloc[0]
    if isinstance(row.refused, str):
        reason = say(f"paper_refused.{row.refused}") + (f" {row.file_no}" if row.refused == "paper_there" else "")
        st.info(say("papers.person_why_not", reason=reason))
        return
    _form(store, user, kind, person_id, on)


def _form(store: Store, user: User, kind: PaperKind, person_id: int, on: date) -> None:
    asked = {b: st.text_input(say(f"papers.blank.{b}"), key=f"person_paper_{b}", max_chars=300) for b in kind.asks}
    lang = st.segmented_control(
        say("papers.language"),
        ["zh", "en"],
        default="zh",
        format_func=lambda c: say(f"papers.lang.{c}"),
        key="person_paper_language",
    )
    if st.button(say("papers.make_one"), type="primary", key="person_paper_make"):
        try:
            make(
                store, user.scope, kind.code, on=on, at=clock.now(), actor=user.login, language=lang or "zh", people=[person_id], asked=asked
            )  # fmt: skip
        except UserError as error:
            st.error(say(f"error.{error.code}", **error.fields))
            return
        st.rerun()
