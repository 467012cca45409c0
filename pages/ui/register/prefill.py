"""Completing an entry: what is known of a visitor stands in the form already (`person` in the address); phone and document are told again,
for they are masked here and say who it is."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.registry import person as register
from core.registry.grids import find_grid
from core.store import Store
from pages.ui.register.form import clear, key


def prefill(store: Store, user: User) -> None:
    """Once, when somebody comes from a person's page."""
    asked = st.query_params.get("person", "")
    if not asked.isdecimal():
        return
    del st.query_params["person"]
    today = clock.today()
    found = register.person(store, user.scope, person_id=int(asked[:9]), as_of=today)
    if found is None:
        return
    clear()
    st.session_state.pop("register_done", None)
    given = {"name": found.name, "origin": found.origin, "arrived_on": found.arrived_on, "address": found.address}
    given |= _place(store, user, register.memberships(store, user.scope, person_id=found.person_id, as_of=today))
    for name, value in given.items():
        if value and "*" not in str(value):
            st.session_state[key(name)] = value


def _place(store: Store, user: User, memberships: pd.DataFrame) -> dict[str, str]:
    stays = memberships[memberships.kind == "temporary"]
    grid = find_grid(store, user.scope, code=stays.grid_code.iloc[-1]) if len(stays) else None
    if grid is None or grid.level != "section":
        return {"village": grid.code} if grid else {}
    above = find_grid(store, user.scope, grid_id=grid.parent_id)
    return {"village": above.code, "section": grid.code} if above else {"village": grid.code}
