"""The rota: what holds now and later; somebody is away, somebody is on duty, a list of days is taken in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from html import escape

import pandas as pd
import streamlit as st

from core.act import follow_rota, hand_over
from core.chain import DESK, Shift, add_rota, end_rota, rota
from core.chain.rota_list import read_list
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.days import ask_day
from pages.ui.shared.duties import role_name
from pages.ui.shared.phones import call
from pages.ui.shared.posts import Post, pick_post, post_name, post_names
from pages.ui.shared.session import language, place, say

TOLD = "chain_told"
WEEK = range(1, 8)


def rota_view(store: Store, user: User, chosen: Filter, at: datetime) -> None:
    told = st.session_state.pop(TOLD, None)
    if told:
        st.success(told)
    found = read(rota, store, user.scope, at=at.replace(second=0), grid=chosen.grid_id)
    left, right = st.columns([11, 9], gap="large")
    with left:
        st.html(f'<div class="gc-heading"><h2>{escape(say("chain.rota_list"))}</h2></div>')
        if found.empty:
            st.info(say("chain.rota_none"))
        else:
            st.html(f'<ol class="gc-tasks">{"".join(_row(row) for row in found.itertuples())}</ol>')
    if not user.may("chain.write") or chosen.grid is None:
        return
    with right:
        known = post_names(store, user.scope, chosen.grid_id, at)
        _away(store, user, known, at)
        _on(store, user, chosen, known, at)
        _end(store, user, found, at)


def _row(row: tuple) -> str:
    name = row.name if isinstance(row.name, str) else ""
    kind = escape(say(f"chain.kind_of.{row.kind}"))
    where = f"{escape(place(row.grid_name))} · {escape(role_name(row.role))}"
    phone = f" {call(row.phone)}" if isinstance(row.phone, str) and row.kind == "on" else ""
    stand = ""
    if row.kind == "away":
        by = (
            post_name(row.stand_grid, row.stand_role, row.stand_name)
            if isinstance(row.stand_role, str)
            else say("chain.by_chain")
        )
        stand = f" · {escape(say('chain.column.stand'))} {escape(by)}"
    shade = "overdue" if row.kind == "away" and row.begun else "open"
    return (
        f'<li class="gc-task-{shade}"><div class="gc-task"><span><b>{kind}</b> {escape(name)}{phone}</span><time>{escape(_when(row))}</time>'
        f'<span class="gc-why">{where}{stand}</span></div></li>'
    )


def _when(row: tuple) -> str:
    since = format.moment(language(), pd.Timestamp(row.since).to_pydatetime())
    if pd.isna(row.until):
        span = say("chain.when_open", since=since)
    else:
        span = say(
            "chain.when_span", since=since, until=format.moment(language(), pd.Timestamp(row.until).to_pydatetime())
        )
    if pd.isna(row.weekday):
        return span
    hours = [f"{int(m) // 60:02}:{int(m) % 60:02}" for m in (row.from_minute, row.to_minute)]
    return say("chain.when_week", days=say(f"chain.weekday.{int(row.weekday)}"), since=hours[0], until=hours[1])


def _away(store: Store, user: User, known: dict[Post, str], at: datetime) -> None:
    with st.expander(say("chain.away"), icon=":material/swap_horiz:", expanded=True):
        post = pick_post(say("chain.who_away"), known, key="away_post")
        stand = pick_post(say("chain.who_stands"), known, key="away_stand", none=say("chain.by_chain"))
        span = _span("away", at, days=3)
        st.caption(say("chain.away_note"))
        if st.button(say("chain.away_do"), type="primary", key="away_do", disabled=post is None or span is None):
            since, until = span
            _do(lambda: say("chain.away_done", count=format.exact(
                hand_over(store, user.scope, post, to=stand, since=since, until=until, actor=user.login, at=at)
            )))  # fmt: skip


def _on(store: Store, user: User, chosen: Filter, known: dict[Post, str], at: datetime) -> None:
    desk = {(chosen.grid_id, DESK): post_name(chosen.grid.name, DESK, None)} if chosen.grid.level == "county" else {}
    with st.expander(say("chain.on"), icon=":material/calendar_month:"):
        post = pick_post(say("chain.on_role"), desk | known, key="on_post")
        name, phone = st.columns(2)
        who = name.text_input(say("chain.on_name"), key="on_name", max_chars=40)
        number = phone.text_input(say("chain.on_phone"), key="on_phone", max_chars=40)
        days = st.pills(
            say("chain.on_days"),
            list(WEEK),
            format_func=lambda n: say(f"chain.weekday.{n}"),
            selection_mode="multi",
            key="on_days",
        )
        hours = (None, None)
        if days:
            first, second = st.columns(2)
            hours = (
                first.time_input(say("chain.day_from"), time(8), key="on_from"),
                second.time_input(say("chain.day_to"), time(18), key="on_to"),
            )
        span = _span("on", at, days=30)
        if st.button(say("chain.on_do"), type="primary", key="on_do", disabled=post is None or span is None):
            shifts = [
                Shift(*post, *span, who or None, number or None, day, *(_minute(hour) for hour in hours))
                for day in (days or [None])
            ]
            _do(lambda: _save(store, user, shifts, at) and say("chain.on_done"))
        st.divider()
        _list(store, user, post, at)


def _list(store: Store, user: User, post: Post | None, at: datetime) -> None:
    file = st.file_uploader(say("chain.import"), type=["xlsx", "csv"], key="rota_file", help=say("chain.import_hint"))
    if file is None or post is None:
        st.caption(say("chain.import_hint"))
        return
    try:
        shifts = read_list(file.getvalue(), file.name, post, at=at)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    if st.button(say("chain.import_do", count=len(shifts)), key="rota_import", disabled=not shifts):
        _do(lambda: _save(store, user, shifts, at) and say("chain.import_done", count=len(shifts)))


def _save(store: Store, user: User, shifts: list[Shift], at: datetime) -> bool:
    with store.write():
        for shift in shifts:
            add_rota(store, user.scope, shift, actor=user.login, at=at)
        follow_rota(store, actor=user.login, at=at)
    return True


def _end(store: Store, user: User, found: pd.DataFrame, at: datetime) -> None:
    if found.empty:
        return
    with st.expander(say("chain.end_which"), icon=":material/event_busy:"):
        names = {
            int(
                row.rota_id
            ): f"{say(f'chain.kind_of.{row.kind}')} {post_name(row.grid_name, row.role, row.name)} {_when(row)}"
            for row in found.itertuples()
        }
        number = st.selectbox(
            say("chain.end_which"),
            list(names),
            format_func=names.get,
            index=None,
            key="rota_end",
            label_visibility="collapsed",
            placeholder=say("chain.pick"),
        )
        if st.button(say("chain.end"), key="rota_end_do", disabled=number is None):
            _do(lambda: _ended(store, user, number, at) and say("chain.on_done"))


def _ended(store: Store, user: User, number: int, at: datetime) -> bool:
    with store.write():
        end_rota(store, user.scope, number, actor=user.login, at=at)
        follow_rota(store, actor=user.login, at=at)
    return True


def _span(name: str, at: datetime, *, days: int) -> tuple[datetime, datetime] | None:
    """None: one of the two days can't be chosen."""
    a, b, c, d = st.columns([3, 2, 3, 2])
    first = ask_day(say("chain.from_day"), at.date(), where=a, key=f"{name}_since", format="YYYY-MM-DD")
    hour = b.time_input(say("chain.from_hour"), at.time().replace(second=0), key=f"{name}_since_at")
    last = ask_day(
        say("chain.to_day"), at.date() + timedelta(days=days), where=c, key=f"{name}_until", format="YYYY-MM-DD"
    )
    end = d.time_input(say("chain.to_hour"), time(18), key=f"{name}_until_at")
    return None if first is None or last is None else (_at(first, hour), _at(last, end))


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour)


def _minute(hour: time | None) -> int | None:
    return None if hour is None else hour.hour * 60 + hour.minute


def _do(action: Callable[[], str]) -> None:
    try:
        st.session_state[TOLD] = action()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.rerun()
