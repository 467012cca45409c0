"""The codes of a grid and below. One that is clicked: its page on a phone, its screen, its end. All of them: sheets for the printer."""

from __future__ import annotations

import secrets

import pandas as pd
import streamlit as st

from core import clock
from core.codes import PATH, codes, revoke_code, screen_of, sheets, token_of
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.report.code_sheets import code_sheets
from core.store import Store
from pages.ui.shared.addresses import begin
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.file_button import file_button
from pages.ui.shared.session import language, link, own_desk, place, say
from pages.ui.shared.tables import Column, table

SHOWN = 500
COLUMNS = (
    Column("grid_name", "codes.col.place", "place", pinned=True),
    Column("above", "codes.col.above", "place"),
    Column("label", "codes.col.label"),
    Column("kind", "codes.col.kind", "code", words="codes.kind."),
    Column("today", "codes.col.today", "number"),
    Column("week", "codes.col.week", "number"),
    Column("last_at", "codes.col.last", "moment"),
    Column("refused", "codes.col.refused", "number"),
    Column("state", "codes.col.state", "code", words="codes.state_of."),
)


def listing(store: Store, user: User, chosen: Filter) -> None:
    found = read(codes, store, user.scope, grid=chosen.grid_id, today=clock.today(), limit=SHOWN)
    if found.empty:
        st.info(say("codes.none"))
        return
    count = int(found.found.iloc[0])
    st.markdown(f"##### {say('codes.list', count=format.exact(count))}")
    if count > len(found):
        st.caption(say("codes.list_part", shown=format.exact(len(found))))
    found = found.assign(state=["off" if pd.notna(at) else "on" for at in found.revoked_at])
    clicked = table(found, COLUMNS, key="codes", select="code_id", rows=12)
    if clicked is not None:
        _one(store, user, found.iloc[clicked])
    if printable := int(found.printable.iloc[0]):
        _printing(store, user, chosen, printable)


def _one(store: Store, user: User, row: pd.Series) -> None:
    number = int(row.code_id)
    with st.container(border=True, key="code_one"):
        name = f"{place(row.grid_name)} {row.label}".strip()
        st.markdown(f"**{say('codes.one', place=name, number=number)}**")
        if row.state == "off":
            st.caption(say("codes.revoked"))
            return
        if row.kind == "rotating":
            link(f"/screen/{screen_of(store, number)}", say("codes.screen"))
            st.caption(say("codes.screen_help"))
            st.code(f"{begin(store)}/screen/{screen_of(store, number)}", language=None)
        else:
            st.code(f"{begin(store)}{PATH}{token_of(store, number)}", language=None)
        sure = st.checkbox(say("codes.revoke_sure"), key=f"code_sure_{number}")
        if st.button(say("codes.revoke"), key=f"code_revoke_{number}", disabled=not sure, icon=":material/block:"):
            try:
                revoke_code(store, user.scope, number, actor=user.login, now=clock.now())
            except UserError as error:
                st.error(say(f"error.{error.code}", **error.fields))
                return
            st.toast(say("codes.revoked"))
            st.rerun()


def _printing(store: Store, user: User, chosen: Filter, count: int) -> None:
    start = begin(store)  # now: when the button is pressed it is no longer known where the reader has the page open
    with st.container(horizontal=True, vertical_alignment="center", key="codes_print"):
        name = f"{say('page.codes')}-{chosen.grid.code}-{secrets.token_hex(6)}.html"
        file_button(
            say("codes.print", count=format.exact(count)), lambda: _sheets(store, user, chosen, start), name, mime="text/html", on_click="ignore",
            icon=":material/print:", key="codes_download",
        )  # fmt: skip
        st.caption(say("codes.print_open"))
    st.caption(say("codes.print_address", address=start))


def _sheets(store: Store, user: User, chosen: Filter, start: str) -> bytes:
    """Of the whole grid, however many the list shows; rotating ones have a screen, no sheet."""
    found = codes(store, user.scope, grid=chosen.grid_id, today=clock.today(), kind="fixed", limit=100_000)
    rows = sheets(store, user.scope, found.code_id.tolist())
    addresses = {n: f"{start}{PATH}{token_of(store, n)}" for n in rows.code_id.tolist()}
    return code_sheets(language(), rows, addresses, office=own_desk().name).encode()
