"""A person as a case and as a contact, and how it spread: from whom it may have come, to whom it may have gone."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core.domain import User
from core.registry import cases as register
from core.registry.person import Person
from core.report.cases import case_line, contact_line, spread_name, spread_words
from core.store import Store
from pages.ui.shared.charts import escape
from pages.ui.shared.controls import go_to
from pages.ui.shared.session import language, say

MOST = 12  # people after this one that are drawn


def cases_section(store: Store, user: User, found: Person, *, as_of: date) -> None:
    """Absent where the person is neither."""
    at = {"person_id": found.person_id, "as_of": as_of}
    ill, near = register.cases(store, user.scope, **at), register.contacts(store, user.scope, **at)
    if ill.empty and near.empty:
        return
    lang = language()
    with st.container(border=True, key="person_cases"):
        st.markdown(f"##### {say('cases.title')}")
        for row in ill.to_dict("records"):
            _record("cases.as_case", case_line(lang, row), row["file"])
        for row in near.to_dict("records"):
            _record("cases.as_contact", contact_line(lang, row), row["file"])
        _spread(found, register.spread(store, user.scope, **at))


def _record(title: str, line: str, file: object) -> None:
    told = f"　:gray[{escape(file)}]" if isinstance(file, str) else ""
    st.markdown(f"**{say(title)}**　{escape(line)}{told}")


def _spread(found: Person, spread: pd.DataFrame) -> None:
    """Three columns from left to right, one below the other on a phone."""
    if spread.empty:
        return
    before = spread[spread["step"] < 0].to_dict("records")
    after = spread[spread["step"] > 0].to_dict("records")
    columns = st.columns([4, 1, 3, 1, 5])
    with columns[0]:
        _steps("before", before, say("cases.before"), say("cases.nobody_before"))
    columns[1].markdown(":material/arrow_forward:", text_alignment="center")
    with columns[2], st.container(border=True):
        st.markdown(f":gray[{say('cases.himself')}]  \n**{escape(found.name or say('person.nameless'))}**")
    columns[3].markdown(":material/arrow_forward:", text_alignment="center")
    with columns[4]:
        _steps("after", after[:MOST], say("cases.after", count=len(after)), say("cases.nobody_after"))
        if len(after) > MOST:
            st.caption(say("cases.more", count=len(after) - MOST))


def _steps(side: str, rows: list[dict], title: str, none: str) -> None:
    st.caption(title)
    if not rows:
        st.markdown(f":gray[{none}]")
    for number, row in enumerate(rows):
        name, words = escape(spread_name(language(), row)), escape(spread_words(language(), row))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if pd.isna(row["person_id"]):
                st.markdown(f"**{name}**", width="content")
            else:
                st.button(
                    name, key=f"person_case_{side}_{number}", icon=":material/person:", type="tertiary",
                    on_click=go_to, kwargs={"person": int(row["person_id"])},
                )  # fmt: skip
            st.markdown(f":gray[{words}]", width="content")
