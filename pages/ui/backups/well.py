"""What the doctor finds: trouble first, what is well folded away."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.doctor import BAD, OK, Sign, examine
from core.report.doctor_words import do_text, sign_text
from core.store import Store
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, say


def well(store: Store) -> None:
    st.markdown(f"##### {say('backups.well')}")
    found = examine(store.settings, store, now=clock.now(), quick=True)
    trouble = sorted((one for one in found if one.level != OK), key=lambda one: one.level != BAD)
    if not trouble:
        st.success(say("backups.all_well"), icon=":material/check:")
    for one in trouble:
        (st.error if one.level == BAD else st.warning)(_text(one))
    with st.expander(say("backups.looked_at", count=len(found))):
        st.markdown("\n".join(f"- {escape(sign_text(language(), one))}" for one in found if one.level == OK))


def _text(one: Sign) -> str:
    do = do_text(language(), one)
    return escape(sign_text(language(), one)) + (f"  \n{escape(do)}" if do else "")
