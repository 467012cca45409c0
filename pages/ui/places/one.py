"""One place: how full it is, its rooms, who is in, who is expected; people move in and out."""

from __future__ import annotations

import secrets
from datetime import datetime

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.follow import follow
from core.i18n import format
from core.places import change_place, expected, inside, move_in, move_in_all, move_out, places, rooms, waiting
from core.places.keep import WRITE
from core.registry.people import search
from core.store import Store
from pages.ui.places.listing import XLSX, inside_book
from pages.ui.places.told import tell, told
from pages.ui.shared import palette
from pages.ui.shared.charts import escape
from pages.ui.shared.controls import go_to
from pages.ui.shared.days import ask_moment
from pages.ui.shared.file_button import file_button
from pages.ui.shared.phones import call
from pages.ui.shared.session import language, place, say
from pages.ui.shared.tables import Column, pick_table, table
from pages.ui.shared.took import noted

FOUND = 20
WAITING = [
    Column("name", "places.column.person", width=80, pinned=True),
    Column("home", "places.column.home", "place", width=150),
    Column("class_words", "places.column.class", width=120),
    Column("since", "places.column.since", "date", width=80),
    Column("until", "places.column.until", "date", width=80),
]
INSIDE = [
    Column("room", "places.column.room", width=70, pinned=True),
    Column("bed", "places.column.bed", "number", width=50),
    Column("name", "places.column.person", width=80),
    Column("home", "places.column.home", "place", width=120),
    Column("class_words", "places.column.class", width=130),
    Column("came_at", "places.column.came_at", "moment", width=110),
    Column("until", "places.column.until", "date", width=80),
    Column("phone", "places.column.phone", width=110),
    Column("in_by", "places.column.in_by", width=90),
]
EXPECTED = [
    Column("name", "places.column.person", width=80, pinned=True),
    Column("home", "places.column.home", "place", width=120),
    Column("by_list", "places.column.kind", "code", width=100, words="places.by_list."),
    Column("room", "places.column.room", width=70),
    Column("since", "places.column.since", "date", width=80),
    Column("until", "places.column.until", "date", width=80),
    Column("phone", "places.column.phone", width=110),
]


def one_place(store: Store, user: User, place_id: int, at: datetime) -> None:
    st.button(
        say("places.back"),
        icon=":material/arrow_back:",
        type="tertiary",
        key="place_back",
        on_click=lambda: go_to(place=None),
    )
    told()
    found = places(store, user.scope, on=at.date(), place_id=place_id)
    if found.empty:
        st.warning(say("places.gone"))
        return
    row = found.iloc[0]
    _head(row)
    there, meant = (
        inside(store, user.scope, on=at.date(), place_id=place_id),
        expected(store, user.scope, on=at.date(), place_id=place_id),
    )
    free = rooms(store, user.scope, place_id=place_id)
    left, right = st.columns([11, 9], gap="large")
    with left:
        _inside(store, user, there, at)
    with right:
        if user.may(WRITE):
            _acts(store, user, row, free, at, empty=there.empty)
        if len(meant):
            _expected(store, user, row, meant, at)
        _waiting(store, user, row, meant, at)
        _rooms(free)


def _head(row: pd.Series) -> None:
    st.markdown(f"### {escape(row['name'])}　:gray[{say('place_kind.' + row['kind'])}]")
    parts = [place(p) for p in (row.township, row.grid_name) if isinstance(p, str)]
    parts += [escape(p) for p in (row.address, row.contact) if isinstance(p, str)]
    if isinstance(row.phone, str):
        parts.append(row.phone)
    if not row.open:
        parts.append(f"**{say('places.closed')}**")
    st.caption(" · ".join(parts))
    words = say(
        "places.one_lead",
        taken=format.exact(int(row.taken)),
        beds=format.exact(int(row.beds)),
        free=format.exact(int(row.free)),
    )
    st.html(f'<p class="gc-lead">{call(words + ("" if row.free else say("places.full")))}</p>')


def _inside(store: Store, user: User, there: pd.DataFrame, at: datetime) -> None:
    st.markdown(f"##### {say('places.inside')}")
    if there.empty:
        st.caption(say("places.nobody"))
        return
    over = int(there.over.sum())
    if over:
        st.warning(say("places.over", count=format.exact(over)), icon=":material/event_busy:")
    names = palette.class_names(language())
    shown = there.assign(
        class_words=[names.get(c) for c in there["class"]], room=[r or say("places.hall") for r in there.room]
    )
    if not user.may(WRITE):
        table(shown, INSIDE, key="place_inside")
    else:
        st.caption(say("places.pick_hint"))
        picked = pick_table(shown, INSIDE, key="place_inside_pick", select="stay_id", rows=14)
        if picked:
            _out(store, user, there.iloc[picked], at)
    file_button(
        say("places.export_inside"), noted(user.login, "places", len(there), lambda: inside_book(there)), f"{say('page.places')}-{at:%m%d}-{secrets.token_hex(6)}.xlsx", mime=XLSX, on_click="ignore",
        key="place_export", icon=":material/download:", type="tertiary",
    )  # fmt: skip


def _out(store: Store, user: User, picked: pd.DataFrame, at: datetime) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="place_out_row"):
        when = ask_moment(
            say("places.at"), at.replace(second=0, microsecond=0), key="place_out_at", format="YYYY-MM-DD", width=240
        )
        home = st.checkbox(say("places.went_home"), key="place_went_home")
        words = say("places.out_count", count=len(picked))
        if st.button(words, type="primary", icon=":material/logout:", key="place_out", disabled=when is None):
            _do(
                store, user,
                lambda: move_out(store, user.scope, [int(n) for n in picked.stay_id], at=when, now=at, went_home=home, actor=user.login),
                lambda count: tell("places.moved_out", count=format.exact(count)),
            )  # fmt: skip


def _acts(store: Store, user: User, row: pd.Series, free: pd.DataFrame, at: datetime, *, empty: bool) -> None:
    number = int(row.lodging_id)
    if not row.open:
        if st.button(say("places.open"), key="place_open", icon=":material/lock_open:"):
            _do(
                store,
                user,
                lambda: change_place(store, user.scope, place_id=number, open=True, actor=user.login),
                lambda _: None,
            )
        return
    with st.expander(say("places.move_in"), icon=":material/login:", expanded=empty):
        _in(store, user, number, free, at)
    if empty and st.button(say("places.close"), key="place_close", icon=":material/lock:", type="tertiary"):
        _do(
            store,
            user,
            lambda: change_place(store, user.scope, place_id=number, open=False, actor=user.login),
            lambda _: None,
        )


def _in(store: Store, user: User, place_id: int, free: pd.DataFrame, at: datetime) -> None:
    text = st.text_input(say("places.find"), key="place_find", max_chars=60).strip()
    if not text:
        return
    found = search(store, user.scope, text=text, limit=FOUND, registered=None, as_of=at.date())
    if found.empty:
        st.caption(say("places.find_none"))
        return
    labels = {int(r.person_id): _label(r) for r in found.itertuples()}
    person = st.selectbox(say("places.who"), list(labels), format_func=labels.get, key="place_person")
    open_rooms = {0: say("places.room_any")} | {
        int(r.room_id): f"{r.name} ({int(r.free)})" for r in free[free.free > 0].itertuples() if r.name
    }
    room = st.selectbox(say("places.column.room"), list(open_rooms), format_func=open_rooms.get, key="place_room")
    when = ask_moment(say("places.at"), at.replace(second=0, microsecond=0), key="place_in_at", format="YYYY-MM-DD")
    if st.button(say("places.in"), type="primary", key="place_in", disabled=when is None):
        _do(
            store, user,
            lambda: move_in(store, user.scope, place_id=place_id, person_id=person, room_id=room or None, at=when, now=at, actor=user.login),
            lambda _: tell("places.moved_in", name=labels[person]),
        )  # fmt: skip


def _label(row: tuple) -> str:
    parts = [
        row.name if isinstance(row.name, str) else say("person.nameless"),
        place(row.place) if isinstance(row.place, str) else "",
    ]
    return " · ".join(p for p in parts if p)


def _expected(store: Store, user: User, row: pd.Series, meant: pd.DataFrame, at: datetime) -> None:
    st.markdown(f"##### {say('places.expected')}")
    table(meant, EXPECTED, key="place_expected", rows=8)
    if (
        user.may(WRITE)
        and row.open
        and row.free
        and st.button(
            say("places.take_all", count=format.exact(len(meant))), key="place_take_all", icon=":material/group_add:"
        )
    ):
        _take(store, user, row, [int(n) for n in meant.person_id], at)


def _waiting(store: Store, user: User, row: pd.Series, meant: pd.DataFrame, at: datetime) -> None:
    """Of the place's own town, whose class asks for such a place and whom no list means for it."""
    found = waiting(store, user.scope, on=at.date(), kind=row["kind"], grid=int(row.town_id))
    found = found[~found.person_id.isin(meant.person_id)].reset_index(drop=True)
    if found.empty or not row.open:
        return
    names = palette.class_names(language())
    shown = found.assign(class_words=[names.get(c) for c in found["class"]])
    st.markdown(f"##### {say('places.waiting')}")
    if not (user.may(WRITE) and row.free):
        table(shown, WAITING, key="place_waiting", rows=8)
        return
    st.caption(say("places.waiting_hint"))
    picked = pick_table(shown, WAITING, key="place_waiting_pick", select="person_id", rows=8)
    if picked and st.button(
        say("places.take_picked", count=format.exact(len(picked))),
        type="primary",
        key="place_take_picked",
        icon=":material/group_add:",
    ):
        _take(store, user, row, [int(found.person_id.iloc[n]) for n in picked], at)


def _take(store: Store, user: User, row: pd.Series, ids: list[int], at: datetime) -> None:
    _do(
        store, user, lambda: move_in_all(store, user.scope, place_id=int(row.lodging_id), people=ids, at=at, now=at, actor=user.login),
        lambda done: tell("places.took_some" if done.left else "places.took_all", moved=format.exact(done.moved), left=format.exact(done.left)),
    )  # fmt: skip


def _rooms(free: pd.DataFrame) -> None:
    named = free[free.name != ""]
    if named.empty:
        return
    st.markdown(f"##### {say('places.rooms')}")
    table(
        named,
        [Column("name", "places.column.room", width=90), Column("beds", "places.column.beds", "number", width=80), Column("taken", "places.column.taken", "number", width=80), Column("free", "places.column.free", "number", width=80)],
        key="place_rooms_table", rows=8,
    )  # fmt: skip


def _do(store: Store, user: User, act: object, then: object) -> None:
    """The act, what follows from it, and what came of it."""
    try:
        done = act()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    follow(store, actor=user.login)
    then(done)
    st.rerun()
