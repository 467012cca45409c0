"""One person's file: what each table holds of them, its rows by a click, the export, the way to correct, the erasure."""

from __future__ import annotations

import secrets
from datetime import date

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.i18n import format, has, t
from core.privacy.dictionary import dictionary
from core.privacy.erase import ask_erasure, reasons
from core.privacy.file import file_of, rows_of, summary
from core.privacy.retention import kinds
from core.registry.person import record_view
from core.report.export import to_xlsx
from core.report.share_words import class_word
from core.store import Store
from pages.ui.shared.export_edit import XLSX, reason_box
from pages.ui.shared.file_button import file_button
from pages.ui.shared.person_choice import choose_person
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

COLUMNS = (
    Column("what", "privacy.head.what"),
    Column("rows", "privacy.head.rows", "number"),
    Column("class", "privacy.head.class", "code", words="privacy.class."),
    Column("kept", "privacy.head.kept"),
    Column("days", "privacy.head.days"),
    Column("held", "privacy.head.held"),
)


# Whoever may see the person sees where they were and what was written; what is about health stands on the person's page, as far as rights go.
SEEN = ("sensitive",)


def file_part(store: Store, user: User, today: date) -> None:
    number = st.query_params.get("person", "")
    given = int(number) if number.isdecimal() and len(number) < 10 else None
    st.caption(say("privacy.file_intro"))
    person = choose_person(store, user, key="privacy", as_of=today, given=given)
    if person is None:
        return
    found = summary(store, user.scope, person_id=person, on=today)
    if found.empty:
        st.warning(say("error.erase_unknown"))
        return
    _seen(store, user, person)
    st.markdown(f"**{say('privacy.file_held', rows=format.exact(int(found.rows.sum())), tables=len(found))}**")
    _held(store, user, person, found, today)
    _links(user, person)
    left, right = st.columns(2, gap="large")
    with left:
        _export(store, user, person, today)
    with right:
        _erase(store, user, person, found)


def _seen(store: Store, user: User, person: int) -> None:
    """The first look of a session goes into the audit log."""
    seen = st.session_state.setdefault("privacy_viewed", set())
    if person not in seen:
        record_view(store, person_id=person, actor=user.login, place="privacy", now=clock.now())
        seen.add(person)


def _held(store: Store, user: User, person: int, found: pd.DataFrame, today: date) -> None:
    lang, allowed = language(), kinds(store.settings)
    shown = found.assign(
        what=found[lang],
        kept=[getattr(allowed[k], lang) for k in found.keep],
        days=[
            say("privacy.days", days=allowed[k].days) if allowed[k].days else say("privacy.no_days") for k in found.keep
        ],
        held=[say("privacy.yes") if held else "" for held in found.held],
    )
    clicked = table(shown, COLUMNS, key="privacy_held", select="table", rows=14)
    if clicked is None:
        st.caption(say("privacy.file_click"))
        return
    name = str(found.iloc[clicked].table)
    rows = rows_of(store, user.scope, person_id=person, table=name, on=today, shown=SEEN)
    st.markdown(f"**{found.iloc[clicked][lang]}**")
    st.dataframe(
        _worded(rows, name, lang),
        hide_index=True,
        height="content" if len(rows) < 8 else 320,
        placeholder=format.NOTHING,
        key=f"privacy_rows_{name}",
    )


def _worded(rows: pd.DataFrame, name: str, lang: str) -> pd.DataFrame:
    """Under the columns' purposes; what is nowhere filled in is left out. Two columns of one purpose keep their own names behind it."""
    columns = dictionary()[name].columns
    kept = rows.drop(columns="person_id", errors="ignore").dropna(axis="columns", how="all")
    kept = kept.apply(lambda column: column.map(lambda value: _word(str(column.name), value, lang)))
    heads = [getattr(columns[c], lang) for c in kept.columns]
    return kept.set_axis(
        [h if heads.count(h) == 1 else f"{h} ({c})" for h, c in zip(heads, kept.columns, strict=True)], axis="columns"
    )


def _word(column: str, value: object, lang: str) -> object:
    """A code in words, where the column's codes have such."""
    if column == "class" and isinstance(value, str):
        return class_word(lang, value)
    key = f"{column}.{value}"
    return t(lang, key) if isinstance(value, str) and has(key) else value


def _links(user: User, person: int) -> None:
    with st.container(horizontal=True):
        at = {"lang": language()}
        if user.may("people.read"):
            st.page_link(
                "people.py",
                label=say("privacy.to_person"),
                icon=":material/person:",
                query_params={"person": str(person), **at},
            )
        if user.may("requests.answer"):
            st.page_link(
                "requests.py", label=say("privacy.to_requests"), icon=":material/contact_support:", query_params=at
            )
    st.caption(say("privacy.correct_note"))


def _export(store: Store, user: User, person: int, today: date) -> None:
    with st.container(border=True):
        st.markdown(f"**{say('privacy.export')}**")
        reason = reason_box(user, key="privacy_reason")

        def content() -> bytes:
            lang = language()
            try:
                found = file_of(
                    store, user.scope, person_id=person, on=today, actor=user.login, now=clock.now(), reason=reason, permissions=user.permissions
                )  # fmt: skip
            except UserError as error:
                found = pd.DataFrame()
                return to_xlsx(found, sheet="!", notes={"!": say(f"error.{error.code}", **error.fields)})
            told = {
                say("privacy.head.what"): found[f"table_{lang}"], say("privacy.head.row"): found.row, say("privacy.head.purpose"): found[lang],
                say("privacy.head.value"): [_word(row.column, row.value, lang) for row in found.itertuples()], say("privacy.head.class"): [say(f"privacy.class.{kind}") for kind in found["class"]],
            }  # fmt: skip
            return to_xlsx(
                pd.DataFrame(told), sheet=say("privacy.part.file"), notes={say("privacy.part.file"): str(person)}
            )

        file_button(
            say("privacy.export"), content, f"{say('privacy.part.file')}-{secrets.token_hex(6)}.xlsx", mime=XLSX, on_click="ignore",
            key="privacy_export", icon=":material/download:",
        )  # fmt: skip


def _erase(store: Store, user: User, person: int, found: pd.DataFrame) -> None:
    if not user.may("privacy.erase"):
        return
    with st.container(border=True, key="privacy_erase"):
        st.markdown(f"**{say('privacy.erase')}**")
        held = found[found.held]
        if len(held):
            st.info(say(f"error.erase_held_{held.iloc[0].table}"), icon=":material/gavel:")
            return
        if "removal" in set(found.table):
            st.info(say("error.erase_waits"), icon=":material/hourglass_top:")
            return
        two = store.settings.erase_by_two
        st.caption(say("privacy.erase_lead") + (" " + say("privacy.erase_two") if two else ""))
        reason = st.selectbox(
            say("privacy.erase_reason"), reasons(), format_func=lambda r: say(f"privacy.reason.{r}"), key="privacy_why"
        )
        sure = st.checkbox(say("privacy.erase_sure"), key="privacy_sure")
        if st.button(
            say("privacy.erase_ask"),
            key="privacy_ask",
            type="primary",
            disabled=not sure,
            icon=":material/delete_forever:",
        ):
            try:
                ask_erasure(store, user.scope, person_id=person, reason=reason, actor=user.login, now=clock.now())
            except UserError as error:
                st.error(say(f"error.{error.code}", **error.fields))
                return
            st.session_state["privacy_told"] = say("privacy.asked") if two else say("privacy.erased_now")
            st.rerun()
