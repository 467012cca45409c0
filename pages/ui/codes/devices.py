"""Gates, turnstiles and stations: their keys, shown once."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.intake.devices import add_device, devices, revoke_device
from core.registry import grids
from core.report.wording import listed
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.session import language, place, say
from pages.ui.shared.tables import Column, table

KEY = "device_key"  # name and key of the one just made
COLUMNS = (
    Column("name", "device.col.name", pinned=True),
    Column("grids", "device.col.grids"),
    Column("today", "codes.col.today", "number"),
    Column("last_at", "device.col.last", "moment"),
    Column("refused", "codes.col.refused", "number"),
    Column("made_at", "codes.col.made", "moment"),
    Column("state", "codes.col.state", "code", words="codes.state_of."),
)


def gates(store: Store, user: User) -> None:
    st.markdown(f"##### {say('device.title')}")
    st.caption(say("device.lead"))
    _told()
    found = devices(store, user.scope, today=clock.today())
    found = found.assign(
        state=["off" if pd.notna(at) else "on" for at in found.revoked_at],
        grids=[listed(language(), [place(name) for name in names.split("、")]) for names in found.grids],
    )
    clicked = table(found, COLUMNS, key="devices", select="device_id", rows=8, empty="device.none")
    if clicked is not None and found.iloc[clicked].state == "on":
        _revoking(store, user, found.iloc[clicked])
    _adding(store, user)


def _told() -> None:
    told = st.session_state.get(KEY)
    if told is None:
        return
    with st.container(border=True):
        st.warning(say("device.added", name=told[0]), icon=":material/key:")
        st.code(told[1], language=None)
        if st.button(say("device.key_seen"), key="device_seen"):
            del st.session_state[KEY]
            st.rerun()


def _revoking(store: Store, user: User, row: pd.Series) -> None:
    number = int(row.device_id)
    sure = st.checkbox(say("device.revoke_sure"), key=f"device_sure_{number}")
    if st.button(say("device.revoke", name=row["name"]), key=f"device_revoke_{number}", disabled=not sure):
        try:
            revoke_device(store, number, actor=user.login, now=clock.now())
        except UserError as error:
            st.error(say(f"error.{error.code}", **error.fields))
            return
        st.rerun()


def _adding(store: Store, user: User) -> None:
    area, block = read(grids.area_choices, store, user.scope), read(grids.block_choices, store, user.scope)
    paths = {code: name for found in (area, block) for code, name in zip(found["code"], found["path"], strict=True)}
    with st.expander(say("device.add"), icon=":material/sensor_door:"), st.form("device_new", border=False):
        name = st.text_input(say("device.name"), max_chars=60, key="device_name")
        chosen = st.multiselect(say("device.grids"), list(paths), format_func=paths.get, key="device_grids")
        if st.form_submit_button(say("device.make"), type="primary", key="device_make"):
            numbers = [grids.find_grid(store, user.scope, code=code).grid_id for code in chosen]
            try:
                key = add_device(store, user.scope, name=name, grids=numbers, actor=user.login, now=clock.now())
            except UserError as error:
                st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
                return
            st.session_state[KEY] = (name.strip(), key)
            st.rerun()
