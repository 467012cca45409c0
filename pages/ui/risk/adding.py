"""A new risk area: which place is meant is said while it is typed; adding it screens the county at once."""

from __future__ import annotations

import streamlit as st

from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.i18n.places import place_name
from core.risk import Place, add, find_place, unlisted
from core.screening.areas import LEVELS
from core.store import Store
from pages.ui.risk.acting import tell
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.days import ask_day, ask_end
from pages.ui.shared.session import language, say

EMPTY = {"risk_name": "", "risk_meant": None, "risk_level": LEVELS[0], "risk_until": None, "risk_source": ""}
DONE = "risk_added"  # the form is to be empty the next time that it is drawn
ASKED = {
    "risk_place_several": "risk.which",
    "risk_place_unknown": "risk.which_near",
    "risk_place_unheard": "risk.which_none",
}


def adding(store: Store, user: User, chosen: Filter, *, first: bool) -> None:
    """`first`: there is none yet, so the form stands open."""
    if st.session_state.pop(DONE, False):
        # Set, not taken away: the browser would send what it still shows, and the same area be added by the next click.
        st.session_state.update(EMPTY)
    with st.expander(
        say("risk.new"), icon=":material/add_location_alt:", expanded=first or bool(st.session_state.get("risk_name"))
    ):
        name = st.text_input(
            say("risk.name"), key="risk_name", placeholder=say("risk.name_hint"), max_chars=200
        ).strip()
        place = _meant(store, user, name) if name else None
        st.session_state.setdefault("risk_level", LEVELS[0])
        left, middle, right = st.columns([3, 2, 2])
        level = left.segmented_control(
            say("risk.level_label"),
            LEVELS,
            format_func=lambda code: say(f"risk.level.{code}"),
            key="risk_level",
        )
        since = ask_day(say("risk.since"), chosen.last_day, where=middle, key="risk_since", format="YYYY-MM-DD")
        until, fits = ask_end(say("risk.until"), where=right, key="risk_until", format="YYYY-MM-DD")
        source = st.text_input(say("risk.source"), key="risk_source", max_chars=200)
        ready = place is not None and level is not None and since is not None and fits
        if st.button(say("risk.add"), type="primary", icon=":material/radar:", key="risk_add", disabled=not ready):
            given = {"name": name, "level": level, "since": since, "until": until, "source": source, "place": place}
            _add(store, user, given)


def _meant(store: Store, user: User, name: str) -> Place | None:
    """Where one place fits, that one; else the reader chooses among the nearest, or says that it is none of them."""
    try:
        found = find_place(store, user.scope, name)
    except UserError as error:
        if error.code not in ASKED:
            st.warning(say(f"error.{error.code}", **error.fields))
            return None
        st.warning(say(ASKED[error.code], name=name))
        options, none = {_label(p): p for p in error.fields["places"]}, say("risk.outside")
        picked = st.radio(say("risk.meant"), [*options, none], index=None, key="risk_meant")
        return unlisted(store, name) if picked == none else options.get(picked)
    st.caption(say("risk.meant_one", place=_label(found)))
    return found


def _label(place: Place) -> str:
    name = place_name(language(), place.name)
    return say("risk.inside", name=name) if place.grid_id is not None else name


def _add(store: Store, user: User, given: dict) -> None:
    try:
        with st.spinner(say("risk.working")):
            done = add(store, user.scope, **given, actor=user.login)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    figures = {k: format.exact(getattr(done, k)) for k in ("people", "unsure", "tasks")}
    st.session_state[DONE] = True
    go_to(area=done.area_id, how=None, page=None)
    tell("risk.done", seconds=f"{done.seconds:.1f}", **figures)
    st.rerun()
