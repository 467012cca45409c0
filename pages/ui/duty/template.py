"""The county's own template: taken, changed in Word, placed; or the shipped one again."""

from __future__ import annotations

import secrets
from datetime import datetime

import streamlit as st

from core.domain import User
from core.errors import UserError
from core.papers.blanks import blanks
from core.papers.checked import BIGGEST
from core.papers.shipped import LANGUAGES, shipped_docx
from core.papers.templates import NEEDS, own_templates, place_template, template_of, withdraw_template
from core.store import Store
from pages.ui.shared.charts import escape
from pages.ui.shared.file_button import file_button
from pages.ui.shared.paper_files import MIMES
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused, tell
from pages.ui.shared.uploader import uploader_words

KIND = "duty"


def template(store: Store, user: User, now: datetime) -> None:
    with st.expander(say("duty_info.template"), icon=":material/description:"):
        names = {en: zh if language() == "zh" else en for en, zh in blanks(KIND).items()}
        st.caption(escape(say("duty_info.template_note", needs=[names[n] for n in NEEDS[KIND]])))
        st.code("  ".join("{{" + name + "}}" for name in names.values()), language=None, wrap_lines=True)
        lang = st.segmented_control(
            say("papers.language"), LANGUAGES, default=language(), format_func=lambda c: say(f"papers.lang.{c}"), key="duty_template_lang", required=True
        )  # fmt: skip
        own = own_templates(store)
        own = own[(own.kind == KIND) & (own.language == lang)]
        if own.empty:
            st.caption(say("duty_info.template_shipped"))
            content = shipped_docx(KIND, lang, KIND)
        else:
            st.caption(escape(say("duty_info.template_own", file=own.iloc[0].file_name)))
            content = template_of(store, KIND, lang, int(own.iloc[0].template_id)).docx
        with st.container(horizontal=True):
            file_button(
                say("duty_info.template_take"), content, f"{KIND}-{lang}-{secrets.token_hex(6)}.docx", mime=MIMES["docx"], on_click="ignore", key="duty_template_take",
                icon=":material/download:",
            )  # fmt: skip
            if len(own) and st.button(
                say("duty_info.template_withdraw"), key="duty_template_withdraw", icon=":material/undo:"
            ):
                withdraw_template(store, kind=KIND, language=lang, actor=user.login, at=now)
                st.rerun()
        uploader_words(say("papers.drop"), f"{BIGGEST >> 20} MB", say("papers.browse"))
        file = st.file_uploader(say("papers.template_upload"), type=["docx"], key="duty_template_file")
        if file is not None and st.button(say("duty_info.template_place"), type="primary", key="duty_template_place"):
            try:
                place_template(
                    store, file.getvalue(), kind=KIND, language=lang, file_name=file.name, actor=user.login, at=now
                )
            except UserError as error:
                refused(error)
                return
            tell("duty", say("duty_info.cli.template"))
            st.rerun()
