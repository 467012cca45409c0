"""What a clue is about: a grid, somebody, an alert of theirs."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from core.clues import link
from core.domain import EVERYTHING, User
from core.errors import UserError
from core.registry import grids
from core.store import Store
from core.watch import UNFINISHED
from core.watch.alerts import alerts
from pages.ui.shared.area_paths import area_paths
from pages.ui.shared.finding import finding
from pages.ui.shared.person_choice import choose_person
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused, tell

MOST = 200  # alerts to choose among


def linking(store: Store, user: User, clue: pd.Series, at: datetime) -> None:
    """As long as it is not answered."""
    if clue.state == "answered":
        return
    key = f"clue_link_{int(clue.clue_id)}"
    with st.expander(say("clues.link"), icon=":material/link:"):
        paths = area_paths(store, user.scope)
        code = st.selectbox(
            say("clues.grid"),
            list(paths),
            format_func=paths.get,
            key=f"{key}_grid",
            index=None,
            placeholder=say("clues.as_it_is"),
        )
        person = choose_person(store, user, key=key, as_of=at.date()) if user.may("people.read") else None
        alert = _alert(store, user, clue, person, at, key) if user.may("anomalies.read") else None
        if not st.button(say("clues.link_do"), key="clue_link_do", disabled=not (code or person or alert)):
            return
        grid = grids.find_grid(store, user.scope, code=code).grid_id if code else None
        try:
            link(
                store,
                user.scope,
                int(clue.clue_id),
                grid=grid,
                person_id=person,
                alert_id=alert,
                actor=user.login,
                at=at,
            )
        except UserError as error:
            refused(error)
            return
        tell("clues", say("clues.done.linked"))
        st.rerun()


def _alert(store: Store, user: User, clue: pd.Series, person: int | None, at: datetime, key: str) -> int | None:
    """Unfinished ones of the clue's grid; those of whom it is about first."""
    grid = EVERYTHING if pd.isna(clue.grid_id) else int(clue.grid_id)
    found = alerts(store, user.scope, grid=grid, statuses=list(UNFINISHED), as_of=at.date(), limit=MOST)
    whom = person or (None if pd.isna(clue.person_id) else int(clue.person_id))
    if whom is not None:
        found = found.assign(_theirs=found.person_id.ne(whom)).sort_values("_theirs", kind="stable")
    names = {int(row.alert_id): f"#{int(row.alert_id)} {finding(language(), row)}" for _, row in found.iterrows()}
    return st.selectbox(
        say("clues.alert"), list(names), format_func=names.get, key=f"{key}_alert", index=None,
        placeholder=say("clues.as_it_is" if names else "clues.no_alerts"),
    )  # fmt: skip
