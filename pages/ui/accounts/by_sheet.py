"""Accounts in and out by spreadsheet: the list as it stands to take away, a list to be stored, the new accounts' links once."""

from __future__ import annotations

from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from core import clock
from core.access.address import link_address
from core.access.roles import APART, roles
from core.access.sheet import CHANGED, DISABLED, NEW, Sheet, check_accounts, read_accounts, store_accounts
from core.domain import User
from core.errors import UserError
from core.i18n import LANGUAGES, format, t
from core.report.export import to_xlsx
from core.store import Store
from pages.ui.shared.file_button import file_button
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

LINKS = "accounts_links"
FAULTS = (
    Column("row", "accounts.sheet.row", "number", 70),
    Column("column", "accounts.sheet.column", "code", 120, words="accounts.sheet.head."),
    Column("value", "accounts.sheet.value", width=180),
    Column("why", "accounts.sheet.why", width=420),
)


def by_sheet(store: Store, user: User, known: pd.DataFrame) -> None:
    with st.expander(say("accounts.sheet.title"), icon=":material/table_view:"):
        st.caption(say("accounts.sheet.context"))
        file_button(say("accounts.sheet.take"), lambda: _list(store, known), say("accounts.sheet.file"), icon=":material/download:", on_click="ignore")  # fmt: skip
        _links(store)
        file = st.file_uploader(
            say("accounts.sheet.upload"), type=["xlsx", "xls", "csv"], key="accounts_file", max_upload_size=20
        )
        if file is None:
            return
        try:
            sheet = check_accounts(store, user.scope, read_accounts(file.getvalue(), file.name), written_roles())
        except UserError as error:
            st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
            return
        if len(sheet.faults):
            _faults(sheet)
        else:
            _store(store, user, sheet)


def written_roles() -> dict[str, str]:
    """How a sheet may write a role, in either language → its code."""
    return {t(lang, f"role.{code}").lower(): code for code in roles() for lang in LANGUAGES} | {c: c for c in roles()}


def _store(store: Store, user: User, sheet: Sheet) -> None:
    counts = sheet.rows.what.value_counts()
    does = {what: int(counts.get(what, 0)) for what in (NEW, CHANGED, DISABLED)}
    st.info(say("accounts.sheet.does", **does, same=len(sheet.rows) - sum(does.values())), icon=":material/fact_check:")
    if not st.button(say("accounts.sheet.do"), type="primary", key="accounts_store", disabled=not sum(does.values())):
        return
    try:
        made = store_accounts(store, user.scope, sheet, actor=user.login, now=clock.now())
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.session_state[LINKS] = made, does
    st.session_state.pop("accounts_file", None)
    st.rerun()


def _links(store: Store) -> None:
    """Until the page is left: the store keeps their hashes alone."""
    made, does = st.session_state.get(LINKS, (None, None))
    if made is None:
        return
    st.success(say("accounts.sheet.done", **does), icon=":material/check:")
    if len(made):
        seen = urlsplit(st.context.url or "")
        begin = f"{seen.scheme}://{seen.netloc}" if seen.netloc else ""
        file_button(
            say("accounts.sheet.links", count=len(made)), _link_book(store, made, begin), say("accounts.sheet.links_file"), type="primary",
            icon=":material/key:", on_click="ignore",
        )  # fmt: skip
        st.caption(say("accounts.sheet.links_note", until=format.moment(language(), made.until[0].to_pydatetime())))


def _link_book(store: Store, made: pd.DataFrame, begin: str) -> bytes:
    shown = pd.DataFrame({
        say("login.login"): made.login, say("accounts.name"): made.name, say("accounts.role"): [say(f"role.{r}") for r in made.role],
        say("accounts.sheet.link"): [link_address(store.settings, token, seen=begin) for token in made.token],
    })  # fmt: skip
    return to_xlsx(shown, sheet=say("accounts.sheet.link"), notes={})


def _list(store: Store, known: pd.DataFrame) -> bytes:
    own = known[~known.role.isin(APART)]
    shown = pd.DataFrame({
        say("accounts.sheet.head.login"): own.login, say("accounts.sheet.head.name"): own["name"],
        say("accounts.sheet.head.role"): [say(f"role.{r}") for r in own.role], say("accounts.sheet.head.grids"): own.grids,
        say("accounts.sheet.head.state"): ["" if a else say("accounts.state_of.disabled") for a in own.active],
    })  # fmt: skip
    if store.settings.oidc_issuer:
        shown[say("accounts.sheet.head.subject")] = own.subject.fillna("")
    return to_xlsx(shown, sheet=say("page.accounts"), notes={})


def _faults(sheet: Sheet) -> None:
    st.error(say("accounts.sheet.faults", count=len(sheet.faults)), icon=":material/block:")
    shown = sheet.faults.assign(why=[say(f"accounts.sheet.fault.{code}") for code in sheet.faults.code])
    table(shown, FAULTS, key="accounts_faults", rows=10)
