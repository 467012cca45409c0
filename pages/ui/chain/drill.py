"""A drill: the call that waits for the reader, one click; who has answered, level by level; how it is started and closed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.chain import drill
from core.chain.health import LEVELS
from core.domain import EVERYTHING, User
from core.errors import UserError
from core.i18n import format
from core.store import Store
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.duties import role_name
from pages.ui.shared.file_button import file_button
from pages.ui.shared.finder import number
from pages.ui.shared.phones import call
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import language, place, say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST = 60


def answer_own(store: Store, user: User, at: datetime) -> None:
    """Above everything, while a drill waits for an answer of the reader's own grids."""
    found = drill.drills(store, user.scope)
    for row in found[found["closed_at"].isna() & (found["own"] > 0)].itertuples():
        with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"drill_own_{row.drill_id}"):
            st.markdown(f"**{say('chain.drill_own', due=_moment(row.due_at))}**", width="stretch")
            if st.button(
                say("chain.drill_confirm"),
                type="primary",
                icon=":material/how_to_reg:",
                key=f"drill_yes_{row.drill_id}",
            ):
                _do(lambda n=int(row.drill_id): drill.confirm(store, user.scope, n, actor=user.login, at=at))


def drill_view(store: Store, user: User, chosen: Filter, at: datetime) -> None:
    known = drill.drills(store, user.scope)
    if user.may("chain.drill") and chosen.grid is not None:
        _start(store, user, chosen, at, first=known.empty)
    if known.empty:
        st.info(say("chain.drill_none"))
        return
    row = _which(known)
    found = drill.calls(store, user.scope, int(row.drill_id))
    head = say(
        "chain.drill_head", number=row.drill_id, started=_moment(row.started_at), due=_moment(row.due_at), calls=format.exact(row.calls),
        answered=format.exact(row.answered), in_time=format.exact(row.in_time),
    )  # fmt: skip
    over = say("chain.drill_closed") if not pd.isna(row.closed_at) else ""
    lit = "low" if row.in_time == row.calls else "high" if at > row.due_at else "medium"
    st.html(f'<section class="gc-situation gc-is-{lit}"><p>{escape(head)} {escape(over)}</p></section>')
    left, right = st.columns([11, 9], gap="large")
    with left:
        _unanswered(found)
    with right:
        _by_level(found)
        _acts(store, user, row, found, at)


def _start(store: Store, user: User, chosen: Filter, at: datetime, *, first: bool) -> None:
    with st.expander(say("chain.drill_new"), icon=":material/notifications_active:", expanded=first):
        whole = chosen.grid.level == "county" and EVERYTHING in user.scope.grids
        st.caption(say("chain.drill_where", grid=place(chosen.grid.name)))
        levels = st.pills(
            say("chain.drill_levels"), LEVELS, format_func=lambda v: say(f"chain.level.{v}"), selection_mode="multi", default=LEVELS[:3],
            key="drill_levels",
        )  # fmt: skip
        minutes = st.number_input(say("chain.drill_minutes"), 1, drill.MOST_MINUTES, 30, key="drill_minutes", width=200)
        if st.button(say("chain.drill_do"), type="primary", key="drill_do"):
            grid = EVERYTHING if whole else chosen.grid_id
            _do(lambda: go_to(drill=drill.start(
                store, user.scope, grid=grid, levels=tuple(levels), minutes=int(minutes), actor=user.login, at=at
            )))  # fmt: skip


def _which(known: pd.DataFrame) -> pd.Series:
    wanted = number("drill")
    numbers = [int(n) for n in known["drill_id"]]
    wanted = wanted if wanted in numbers else numbers[0]
    if len(numbers) > 1:
        of = known.set_index("drill_id")
        st.session_state["drill_which"] = wanted
        st.selectbox(
            say("chain.drill_past"), numbers, format_func=lambda n: say("chain.drill_one", number=n, day=_moment(of.started_at[n])), key="drill_which",
            on_change=lambda: go_to(drill=st.session_state["drill_which"]), width=260, label_visibility="collapsed",
        )  # fmt: skip
    return known[known["drill_id"] == wanted].iloc[0]


def _unanswered(found: pd.DataFrame) -> None:
    waiting = found[found["answered_at"].isna()]
    st.html(
        f'<div class="gc-heading"><h2>{escape(say("chain.drill_left", count=format.exact(len(waiting))))}</h2></div>'
    )
    if len(waiting):
        st.html(f'<ol class="gc-tasks">{"".join(_row(row) for row in waiting.head(FIRST).itertuples())}</ol>')
    if len(waiting) > FIRST:
        st.caption(say("list.rest_in_file", count=format.exact(len(waiting) - FIRST)))
    name = f"{say('chain.view.drill')}-{secrets.token_hex(6)}.xlsx"
    file_button(
        say("chain.drill_download"), lambda: workbook(_words(found)), name, mime=XLSX, on_click="ignore", key="drill_file", icon=":material/download:",
        type="tertiary",
    )  # fmt: skip


def _row(row: tuple) -> str:
    who = row.holder if isinstance(row.holder, str) else role_name(row.owner_role)
    phone = f" {call(row.phone)}" if isinstance(row.phone, str) and row.phone else ""
    by = f"{escape(place(row.owner_grid))} · {escape(role_name(row.owner_role))}"
    above = (
        f" · {escape(say('chain.column.above'))} {escape(place(row.above_grid))}"
        if isinstance(row.above_grid, str)
        else ""
    )
    return (
        f'<li class="gc-task-open"><div class="gc-task"><span><b>{escape(place(row.name))}</b> {escape(who)}{phone}</span>'
        f'<time>{escape(say(f"chain.level.{row.level}"))}</time><span class="gc-why">{by}{above}</span></div></li>'
    )


def _by_level(found: pd.DataFrame) -> None:
    st.html(f'<div class="gc-heading"><h2>{escape(say("chain.drill_by_level"))}</h2></div>')
    rows = ""
    for level in LEVELS:
        of = found[found["level"] == level]
        if of.empty:
            continue
        answered = int(of["answered_at"].notna().sum())
        in_time = answered - int(of["late"].sum())
        line = say("chain.drill_line", answered=answered, calls=len(of), in_time=in_time)
        bar = f'<i class="gc-done" style="width:{100 * in_time / len(of):.1f}%"></i><i class="gc-late" style="width:{100 * (answered - in_time) / len(of):.1f}%"></i>'
        rows += (
            f'<li><div><span class="gc-bar-name">{escape(say(f"chain.level.{level}"))}</span><span class="gc-parts" role="img" aria-label="{escape(line)}">{bar}</span>'
            f'<span class="gc-bar-text">{escape(line)}</span></div></li>'
        )
    st.html(f'<ul class="gc-bars gc-kept-days">{rows}</ul>')


def _acts(store: Store, user: User, row: pd.Series, found: pd.DataFrame, at: datetime) -> None:
    if not pd.isna(row.closed_at):
        return
    number_, waiting = int(row.drill_id), found[found["answered_at"].isna()]
    if user.may("chain.write") and len(waiting):
        with st.expander(say("chain.drill_note"), icon=":material/phone_in_talk:"):
            names = {
                int(
                    r.grid_id
                ): f"{place(r.name)} · {r.holder if isinstance(r.holder, str) else role_name(r.owner_role)}"
                for r in waiting.itertuples()
            }
            picked = st.multiselect(
                say("chain.column.grid"),
                list(names),
                format_func=names.get,
                key="drill_note",
                placeholder=say("chain.pick"),
            )
            if st.button(say("chain.drill_note_do"), key="drill_note_do", disabled=not picked):
                _do(lambda: drill.confirm(store, user.scope, number_, actor=user.login, at=at, grids=picked))
    if user.may("chain.drill") and st.button(
        say("chain.drill_close"), icon=":material/stop_circle:", key="drill_close"
    ):
        _do(lambda: drill.close(store, user.scope, number_, actor=user.login, at=at))


def _words(found: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "chain.column.town": [place(v) if isinstance(v, str) else None for v in found.town],
        "chain.column.grid": [place(v) for v in found.name],
        "chain.column.code": found.code,
        "chain.column.level": [say(f"chain.level.{v}") for v in found.level],
        "chain.column.role": [role_name(v) for v in found.owner_role],
        "chain.column.holder": found.holder,
        "chain.column.phone": found.phone,
        "chain.column.answered": [None if pd.isna(v) else _moment(v) for v in found.answered_at],
        "chain.column.how": [say(f"chain.how.{v}") if isinstance(v, str) else None for v in found.how],
        "chain.late": [say("chain.late") if late else None for late in found.late],
    }
    return pd.DataFrame({say(key): list(values) for key, values in columns.items()})


def _moment(value: object) -> str:
    return format.moment(language(), pd.Timestamp(value).to_pydatetime())


def _do(action: Callable[[], object]) -> None:
    try:
        action()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.rerun()
