"""The fields of the form, each with what was wrong with it below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.ingest.arrival import Arrival, Fault
from core.ingest.issues import sentences
from core.policy.facts import facts
from core.registry import grids, households
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.charts import escape
from pages.ui.shared.days import ask_day
from pages.ui.shared.session import language, place, say

ID_TYPES = ("resident_id", "passport", "hk_macau", "taiwan", "other")
FAULTS = "register_faults"
KEPT = ("origin", "arrived_on", "transport", "trip_number", "housed", "village", "section", "household", "address")
ALL = ("name", "id_type", "id_number", "phone", "companions", *KEPT)
HOUSEHOLDS = 200


def form(store: Store, user: User) -> Arrival | None:
    """Draw it; None where there is no grid to register anybody in."""
    villages = read(grids.villages, store, user.scope)
    if villages.empty:
        st.info(say("register.no_grid"))
        return None
    keep()
    first, second, third = st.columns(3, gap="large")
    with first:
        who = _who()
    with second:
        came = _came()
    with third:
        stays = _stays(store, user, villages)
    return Arrival(**who, **came, **stays)


def key(name: str) -> str:
    return f"register_{name}"


def keep() -> None:
    """What is typed stays while another page or the result is looked at; what an address brings is filled in once."""
    for name in ALL:
        if key(name) in st.session_state:
            st.session_state[key(name)] = st.session_state[key(name)]


def clear(names: Sequence[str] = ALL) -> None:
    for name in names:
        st.session_state.pop(key(name), None)
    st.session_state.pop(FAULTS, None)


def faults_of(name: str) -> list[Fault]:
    return [f for f in st.session_state.get(FAULTS, ()) if f.field == name]


def wrong(name: str) -> None:
    """What was wrong with this field when it was sent, and what to do."""
    for fault in faults_of(name):
        what, do = sentences(fault.code, fault.fields, language())
        colour = "red" if fault.severity == "error" else "orange"
        st.markdown(f":{colour}[{escape(what)}]  \n:gray[{escape(do)}]")


def link_to(person_id: int, words: str) -> None:
    """The person's page."""
    st.page_link(
        "people.py",
        label=say(words),
        icon=":material/person:",
        query_params={"person": str(person_id), "lang": language()},
    )


def _text(name: str, *, hint: str | None = None, most: int = 60) -> str:
    value = st.text_input(
        say(f"register.{name}"), key=key(name), max_chars=most, placeholder=say(f"register.{hint}") if hint else None
    )
    wrong(name)
    return value.strip()


def _who() -> dict[str, object]:
    st.markdown(f"##### {say('register.who')}")
    name = _text("name")
    id_type = st.selectbox(
        say("register.id_type"),
        ID_TYPES,
        format_func=lambda c: say(f"register.document.{c}"),
        key=key("id_type"),
    )
    wrong("id_type")
    number = _text("id_number", hint="id_hint")
    return {
        "name": name, "id_type": id_type if number else "", "id_number": number, "phone": _text("phone", hint="phone_hint"),
    }  # fmt: skip


def _came() -> dict[str, object]:
    st.markdown(f"##### {say('register.came')}")
    origin = _text("origin", hint="origin_hint")
    st.session_state.setdefault(key("arrived_on"), clock.today())
    arrived = ask_day(
        say("register.arrived_on"), key=key("arrived_on"), latest=clock.today(), least=date(2019, 1, 1), format="YYYY-MM-DD"
    )  # fmt: skip
    wrong("arrived_on")
    ways = facts()["transport"]
    transport = st.selectbox(
        say("register.transport"), ["", *ways.values], key=key("transport"),
        format_func=lambda c: ways.worded(c, language()) if c else say("register.choose"),
    )  # fmt: skip
    return {
        "origin": origin, "arrived_on": arrived, "transport": transport,
        "trip_number": _text("trip_number"), "companions": _text("companions"),
    }  # fmt: skip


def _stays(store: Store, user: User, villages: pd.DataFrame) -> dict[str, object]:
    st.markdown(f"##### {say('register.stays')}")
    st.session_state.setdefault(key("housed"), True)
    housed = st.toggle(say("register.housed"), key=key("housed"))
    names = {row.code: " / ".join(place(part) for part in row.path.split(" / ")) for row in villages.itertuples()}
    only = next(iter(names)) if len(names) == 1 else None
    village = st.selectbox(
        say("register.village" if housed else "register.village_here"), [only] if only else ["", *names],
        format_func=lambda c: names.get(c, say("register.choose")), key=key("village"),
    )  # fmt: skip
    grid_id = next((row.grid_id for row in villages.itertuples() if row.code == village), None)
    code, section = village, None
    if grid_id is not None:
        below = read(grids.children, store, user.scope, grid_id=int(grid_id))
        below = below[below.closed_on.isna()]
        if len(below):
            sections = {row.code: place(row.name) for row in below.itertuples()}
            if st.session_state.get(key("section"), "") not in ("", *sections):
                st.session_state.pop(key("section"), None)
            section = st.selectbox(
                say("register.section"), ["", *sections], key=key("section"),
                format_func=lambda c: sections.get(c, say("register.section_any")),
            )  # fmt: skip
            code = section or village
            grid_id = next((row.grid_id for row in below.itertuples() if row.code == section), grid_id)
    wrong("grid")
    household = _household(store, user, int(grid_id)) if housed and grid_id is not None else ""
    return {
        "grid": code or "", "housed": housed, "household": household, "address": _text("address", most=120) if housed else "",
    }  # fmt: skip


def _household(store: Store, user: User, grid_id: int) -> str:
    """One that is known by its code and householder, or a new code."""
    found = read(households.households, store, user.scope, grid=grid_id, as_of=clock.today(), limit=HOUSEHOLDS)
    names = {
        row.code: " · ".join(str(p) for p in (row.code, row.householder) if isinstance(p, str))
        for row in found.itertuples()
    }
    chosen = st.selectbox(
        say("register.household"), [*names], index=None, key=key("household"), accept_new_options=True,
        format_func=lambda c: names.get(c, c), placeholder=say("register.household_hint"),
    )  # fmt: skip
    wrong("household")
    return (chosen or "").strip()
