"""The county's own documents: placed, or the shipped form again."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from core.brief.templates import FAMILY, FORMS, NEEDS, own_templates, place_template, withdraw_template
from core.domain import User
from core.errors import UserError
from core.papers.blanks import blanks
from core.papers.checked import BIGGEST
from core.store import Store
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused, tell
from pages.ui.shared.uploader import uploader_words


def template(store: Store, user: User, now: datetime) -> None:
    lang = language()
    with st.expander(say("briefs.template"), icon=":material/description:"):
        names = {en: zh if lang == "zh" else en for en, zh in blanks(FAMILY).items()}
        st.caption(escape(say("briefs.template_note", needs=[names[n] for n in NEEDS])))
        st.code("  ".join("{{" + name + "}}" for name in names.values()), language=None, wrap_lines=True)
        own = own_templates(store)
        for row in own[own.language == lang].itertuples():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(escape(say("briefs.template_own", form=row.form, file=row.file_name)))
                if st.button(
                    say("briefs.template_withdraw", form=row.form),
                    key=f"brief_template_withdraw_{row.form}",
                    icon=":material/undo:",
                ):
                    withdraw_template(store, form=row.form, language=lang, actor=user.login, at=now)
                    st.rerun()
        uploader_words(say("papers.drop"), f"{BIGGEST >> 20} MB", say("papers.browse"))
        file = st.file_uploader(say("briefs.template_upload"), type=list(FORMS), key="brief_template_file")
        if file is not None and st.button(say("briefs.template_place"), type="primary", key="brief_template_place"):
            try:
                place_template(store, file.getvalue(), language=lang, file_name=file.name, actor=user.login, at=now)
            except UserError as error:
                refused(error)
                return
            tell("briefs", say("briefs.template_placed"))
            st.rerun()
