"""Each share on a card: who gets what, why and until when; a file, another token, an end; its uses."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from html import escape

import pandas as pd
import streamlit as st

from core import clock
from core.act import moment
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.report.export import to_csv, to_xlsx
from core.report.share_words import class_word, share_column, share_notes, share_rows, use_line
from core.share import hand_out, new_token, revoke, share_uses, shares
from core.store import Store
from pages.ui.shared import charts
from pages.ui.shared.actors import actor
from pages.ui.shared.file_button import file_button
from pages.ui.shared.session import language, place, say
from pages.ui.shares.told import tell

MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
SHOWN = 20


def listing(store: Store, user: User) -> None:
    found = shares(store, user.scope, account=user.account_id, today=clock.today())
    if found.empty:
        st.info(say("share.none"), icon=":material/share:")
        return
    standing = int(found.state.isin(["standing", "grid_gone"]).sum())
    st.html(
        f'<p class="gc-lead">{escape(say("share.lead", standing=standing, uses=format.exact(int(found.uses.sum()))))}</p>'
    )
    for row in found.itertuples():
        with st.container(border=True, key=f"share_{row.share_id}"):
            _card(store, user, row)


def _card(store: Store, user: User, row: tuple) -> None:
    lang = language()
    comma = say("list.items")
    what = say(f"share.content.{row.content}")
    if isinstance(row[5], str):
        what += say("list.bracket", inner=class_word(lang, row[5]))
    grids = comma.join(place(g) for g in row.grids) or say("share.whole")
    st.markdown(
        f"**{charts.escape(row.name)}** → {charts.escape(row.department)} · {charts.escape(what)} · {charts.escape(grids)} · {say(f'share.state.{row.state}')}"
    )
    columns = comma.join(share_column(lang, c) for c in row.columns)
    persons = say("share.persons_named", reason=row.reason) if isinstance(row.reason, str) else ""
    st.caption(charts.escape(" · ".join(t for t in (row.purpose, row.ground, columns, persons) if t)))
    if len(row.gone) and row.state == "grid_gone":
        st.warning(say("share.gone_lead", grids=comma.join(place(g) for g in row.gone)), icon=":material/merge:")
    summary = say(
        "share.summary",
        until=format.dated(lang, row.until.date(), today=clock.today()),
        uses=format.exact(row.uses),
        refused=format.exact(row.refused),
    )
    last = (
        []
        if pd.isna(row.last_used)
        else [say("share.last_used", at=format.moment(lang, row.last_used.to_pydatetime()))]
    )
    st.caption(
        " · ".join([summary, *last, say("share.by_address" if row.has_token else "share.by_file"), actor(row.made_by)])
    )
    if row.state in ("standing", "grid_gone"):
        _acts(store, user, row)
    _uses(store, row)


def _acts(store: Store, user: User, row: tuple) -> None:
    number = int(row.share_id)
    with st.container(horizontal=True):
        for way in ("xlsx", "csv"):
            file_button(
                say(f"share.take_{way}"), _maker(store, user, number, way), f"share-{number}-{secrets.token_hex(6)}.{way}", mime=MIME[way], on_click="ignore",
                key=f"share_{way}_{number}", icon=":material/download:", type="tertiary",
            )  # fmt: skip
        if st.button(say("share.token_new"), key=f"share_token_{number}", icon=":material/key:", type="tertiary"):
            _do(lambda: tell("share.made", number, new_token(store, user, number, now=clock.now())))
        with st.popover(say("share.revoke"), icon=":material/block:"):
            st.write(say("share.revoke_sure"))
            if st.button(say("share.revoke"), type="primary", key=f"share_revoke_{number}"):
                _do(lambda: (revoke(store, user, number, now=clock.now()), tell("share.revoked", number)))


def _maker(store: Store, user: User, number: int, way: str) -> Callable[[], bytes]:
    """Made when it is asked for: only then is it a use."""
    lang = language()

    def made() -> bytes:
        try:
            given = hand_out(store, number, way=way, source=user.login, now=clock.now(), at=moment(store))
        except UserError as error:  # the button stood there before it ended
            return say(f"error.{error.code}", **error.fields).encode("utf-8-sig")
        share, rows = given.share, share_rows(lang, given.rows)
        if way == "csv":
            return to_csv(rows)
        notes = share_notes(
            lang, name=share.name, department=share.department, content=share.content, person_class=share.person_class, purpose=share.purpose, ground=share.ground,
            reason=share.reason, until=share.until, columns=share.columns, grids=given.grids, gone=given.gone, made_by=actor(share.made_by),
        )  # fmt: skip
        return to_xlsx(rows, sheet=share.name, notes=notes, notes_first=True)

    return made


def _uses(store: Store, row: tuple) -> None:
    if not row.uses and not row.refused:
        return
    with st.expander(say("share.uses"), icon=":material/history:"):
        for use in share_uses(store, int(row.share_id), limit=SHOWN).itertuples():
            st.caption(charts.escape(use_line(language(), use.used_at, use.way, use.source, use.rows, use.refused)))


def _do(act: Callable[[], object]) -> None:
    try:
        act()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.rerun()
