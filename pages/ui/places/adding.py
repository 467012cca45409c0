"""A place typed in; many come by a list on the page of imports."""

from __future__ import annotations

import streamlit as st

from core.domain import User
from core.errors import UserError
from core.places import add_place
from core.places.keep import LONGEST, MOST_BEDS, MOST_ROOMS
from core.policy.places import place_kinds
from core.store import Store
from pages.ui.places.told import tell
from pages.ui.shared.area_paths import area_paths
from pages.ui.shared.session import say


def adding(store: Store, user: User) -> None:
    paths = area_paths(store, user.scope)
    if not paths:
        return
    with st.expander(say("places.new"), icon=":material/add_home:"), st.form("places_new", border=False):
        first, second, third = st.columns([2, 3, 3])
        kind = first.selectbox(
            say("places.kind"), list(place_kinds()), format_func=lambda c: say(f"place_kind.{c}"), key="place_kind"
        )
        name = second.text_input(say("places.name"), key="place_name", max_chars=LONGEST)
        grid = third.selectbox(say("places.grid"), list(paths), format_func=paths.get, key="place_grid")
        first, second, third = st.columns(3)
        rooms = first.number_input(say("places.rooms_count"), 0, MOST_ROOMS, 0, key="place_rooms")
        beds = second.number_input(say("places.beds_each"), 1, MOST_BEDS, 1, key="place_beds")
        number = third.number_input(say("places.first_room"), 1, 99_999, 101, key="place_first")
        first, second, third = st.columns(3)
        address = first.text_input(say("places.column.address"), key="place_address", max_chars=LONGEST)
        contact = second.text_input(say("places.column.contact"), key="place_contact", max_chars=LONGEST)
        phone = third.text_input(say("places.column.phone"), key="place_phone", max_chars=20)
        sent = st.form_submit_button(say("places.add"), type="primary", key="place_add")
    if not sent:
        return
    try:
        add_place(
            store, user.scope, kind=kind, name=name, grid=grid, rooms=int(rooms), beds=int(beds), first_room=int(number), address=address, contact=contact,
            phone=phone, actor=user.login,
        )  # fmt: skip
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    tell("places.added", name=name.strip())
    st.rerun()
