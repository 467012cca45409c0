"""One clue: what is told and by whom, what it is about, what was found; and the next step."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.clues import clues, picture, show_phone
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.policy.clues import clue_kinds
from core.registry import grids
from core.registry.phones import CALL, showing
from core.store import Store
from pages.ui.clues.acting import acts
from pages.ui.clues.linking import linking
from pages.ui.clues.listing import due, where
from pages.ui.shared import charts
from pages.ui.shared.actors import actor
from pages.ui.shared.links import href
from pages.ui.shared.owned import owner
from pages.ui.shared.phones import call
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused

SHOWN = "clue_phones_shown"  # of this session: of whose clue the number was asked for


def back() -> None:
    address = href("clues", **{name: st.query_params.get(name) for name in ("q", "state", "kind", "alert", "person")})
    st.html(f'<a class="go" href="{address}">← {escape(say("clues.back"))}</a>')


def find_clue(store: Store, user: User, number: int | None, at: datetime) -> pd.Series | None:
    asked = number in st.session_state.setdefault(SHOWN, set()) and user.may(CALL)
    scope = showing(user.scope) if asked else user.scope
    found = clues(store, scope, at=at, clue_id=number, limit=1, owned=True) if number else None
    return None if found is None or found.empty else found.iloc[0]


def one(store: Store, user: User, clue: pd.Series, at: datetime) -> None:
    kind = clue_kinds()[clue.kind].name(language())
    parts = [clue.receipt, kind, say(f"clue_state.{clue.state}")]
    until = due(clue, at)
    parts += [say("clues.until", moment=until)] if until else []
    st.markdown("**" + charts.escape(" · ".join(parts)) + "**")
    has_it = owner(clue)
    if has_it:
        number = clue.owner_phone if isinstance(clue.owner_phone, str) else ""
        st.html(f"{escape(say('clues.column.owner'))}　{escape(has_it)}　{call(number)}")
    left, right = st.columns([3, 2], gap="large")
    with left:
        with st.container(border=True):
            st.markdown(charts.escape(clue.told))
            if where(clue):
                st.caption(charts.escape(where(clue)))
            _pictures(store, user, clue)
        _teller(store, user, clue, at)
        _history(clue)
    with right:
        _about(store, user, clue)
        if user.may("clues.handle"):
            acts(store, user, clue, at)
            linking(store, user, clue, at)


def _pictures(store: Store, user: User, clue: pd.Series) -> None:
    count = int(clue.pictures)
    for position, column in enumerate(st.columns(count) if count else (), 1):
        jpeg = picture(store, user.scope, int(clue.clue_id), position)
        if jpeg:
            column.image(jpeg, caption=say("clues.picture", number=position, count=count))


def _teller(store: Store, user: User, clue: pd.Series, at: datetime) -> None:
    name = clue.teller if isinstance(clue.teller, str) else say("clues.unnamed")
    number = clue.teller_phone if isinstance(clue.teller_phone, str) else ""
    told = say("clues.told_by", name=name, channel=say(f"clue_channel.{clue.channel}"))
    with st.container(horizontal=True, vertical_alignment="center", key="clue_teller"):
        st.html(f"{escape(told)}　{call(number)}", width="content")
        if "*" in number and user.may(CALL):
            st.button(
                say("person.show_phone"), icon=":material/call:", key="clue_phone", help=say("person.show_phone_help"), on_click=_show,
                args=(store, user, int(clue.clue_id), at),
            )  # fmt: skip


def _show(store: Store, user: User, clue: int, at: datetime) -> None:
    try:
        show_phone(store, user, clue_id=clue, at=at)
    except UserError as error:
        refused(error)
        return
    st.session_state[SHOWN].add(clue)


def _history(clue: pd.Series) -> None:
    lines = [_line("taken", clue.told_at, clue.taken_by)]
    lines += [_line("checked", clue.checked_at, clue.checked_by)]
    if isinstance(clue.verdict, str):
        lines += [_line("found", clue.found_at, None, f"{say(f'clue_state.{clue.verdict}')} · {clue.found_note}")]
    lines += [_line("answered", clue.answered_at, clue.answered_by, clue.answer)]
    items = "".join(f"<li>{line}</li>" for line in lines if line)
    st.html(f'<h5>{escape(say("clues.history"))}</h5><ul aria-label="{escape(say("clues.history"))}">{items}</ul>')


def _line(step: str, at: object, by: object, words: object = "") -> str:
    if pd.isna(at):
        return ""
    parts = [format.moment(language(), at), say(f"clues.step.{step}"), actor(by), words]
    return escape(" · ".join(p for p in parts if isinstance(p, str) and p))


def _about(store: Store, user: User, clue: pd.Series) -> None:
    """What it is linked to: each a link to its own page."""
    links = []
    if not pd.isna(clue.grid_id):
        grid = grids.find_grid(store, user.scope, grid_id=int(clue.grid_id))
        if grid is not None and user.may("map.read"):
            links.append((href("grid_map", grid=grid.code), say("clues.on_map")))
    if not pd.isna(clue.person_id) and user.may("people.read"):
        links.append(
            (
                href("people", person=int(clue.person_id)),
                say("clues.to_person", name=clue.person_name or say("person.nameless")),
            )
        )
    if not pd.isna(clue.alert_id) and user.may("anomalies.read"):
        links.append((href("anomalies", alert=int(clue.alert_id)), say("clues.to_alert", number=int(clue.alert_id))))
    if not pd.isna(clue.task_id) and user.may("tasks.read"):
        links.append((href("tasks", person=None), say("clues.to_task", number=int(clue.task_id))))
    if links:
        drawn = "".join(f'<a class="go" href="{address}">{escape(words)}</a>' for address, words in links)
        st.html(f'<p class="gc-reasons">{drawn}</p>')
