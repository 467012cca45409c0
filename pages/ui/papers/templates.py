"""The county's own templates and how its papers are numbered."""

from __future__ import annotations

import secrets
from datetime import date

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.papers.blanks import blanks
from core.papers.checked import BIGGEST
from core.papers.make import file_number
from core.papers.office import next_number, office, set_office
from core.papers.shipped import LANGUAGES, shipped_docx
from core.papers.templates import own_templates, place_template, template_of, withdraw_template
from core.policy.papers import PaperKind, paper_kinds
from core.store import Store
from pages.ui.papers.parts import tell, told
from pages.ui.shared.actors import actor
from pages.ui.shared.charts import escape
from pages.ui.shared.file_button import file_button
from pages.ui.shared.paper_files import MIMES
from pages.ui.shared.session import language, say
from pages.ui.shared.uploader import uploader_words


def templates(store: Store, user: User, on: date) -> None:
    told()
    st.caption(say("papers.templates_note"))
    with st.expander(say("papers.blanks"), icon=":material/data_object:"):
        names = [zh if language() == "zh" else en for en, zh in blanks().items()]
        st.code("  ".join("{{" + name + "}}" for name in names), language=None, wrap_lines=True)
    uploader_words(say("papers.drop"), f"{BIGGEST >> 20} MB", say("papers.browse"))
    own = own_templates(store)
    for kind in paper_kinds().values():
        with st.container(border=True, key=f"paper_kind_{kind.code}"):
            st.markdown(f"##### {kind.name(language())}")
            left, right = st.columns([2, 3], gap="large")
            with left:
                _office(store, user, kind, on)
            with right:
                _template(store, user, kind, own)


def _office(store: Store, user: User, kind: PaperKind, on: date) -> None:
    named = office(store.cursor(), kind.code)
    following = next_number(store, kind.code, on.year)
    with st.form(f"paper_office_{kind.code}", border=False):
        mark = st.text_input(say("papers.mark"), value=named.mark, key=f"paper_mark_{kind.code}", max_chars=40)
        issuer = st.text_input(say("papers.issuer"), value=named.issuer, key=f"paper_issuer_{kind.code}", max_chars=40)
        st.caption(say("papers.next_number", number=file_number(named.mark, on.year, following)))
        saved = st.form_submit_button(say("papers.office_save"))
    if saved:
        _try(lambda: set_office(store, kind.code, mark=mark, issuer=issuer, actor=user.login), "papers.office_saved")


def _template(store: Store, user: User, kind: PaperKind, own: pd.DataFrame) -> None:
    lang = st.segmented_control(
        say("papers.language"), LANGUAGES, default="zh", format_func=lambda c: say(f"papers.lang.{c}"), key=f"paper_lang_{kind.code}"
    ) or "zh"  # fmt: skip
    row = own[(own.kind == kind.code) & (own.language == lang)]
    if row.empty:
        st.caption(say("papers.template_shipped"))
        content = shipped_docx(kind.code, lang)
    else:
        one = row.iloc[0]
        when = format.moment(language(), pd.Timestamp(one.placed_at).to_pydatetime())
        st.caption(escape(say("papers.template_own", file=one.file_name, who=actor(one.placed_by), when=when)))
        content = template_of(store, kind.code, lang, int(one.template_id)).docx
    with st.container(horizontal=True):
        file_button(
            say("papers.template_download"), content, f"{kind.code}-{lang}-{secrets.token_hex(6)}.docx", mime=MIMES["docx"], on_click="ignore",
            key=f"paper_download_{kind.code}", icon=":material/download:",
        )  # fmt: skip
        if len(row) and st.button(
            say("papers.template_withdraw"), key=f"paper_withdraw_{kind.code}", icon=":material/undo:"
        ):
            withdraw_template(store, kind=kind.code, language=lang, actor=user.login, at=clock.now())
            st.rerun()
    file = st.file_uploader(say("papers.template_upload"), type=["docx"], key=f"paper_file_{kind.code}")
    if file is not None and st.button(say("papers.template_place"), type="primary", key=f"paper_place_{kind.code}"):
        _try(
            lambda: place_template(
                store,
                file.getvalue(),
                kind=kind.code,
                language=lang,
                file_name=file.name,
                actor=user.login,
                at=clock.now(),
            ),
            "papers.template_placed",
        )


def _try(act: object, words: str) -> None:
    try:
        act()
    except UserError as error:
        st.error(escape(say(f"error.{error.code}", **error.fields)), icon=":material/block:")
        return
    tell(words)
    st.rerun()
