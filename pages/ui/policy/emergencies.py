"""Declared emergencies: a line each, declared, extended and ended by who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from core.domain import EVERYTHING, User
from core.errors import UserError
from core.follow.policy_change import policy_changed
from core.policy import emergency
from core.policy.emergency import Emergency
from core.policy.folder import scenarios
from core.policy.withdrawal import ahead, withdraw_emergency
from core.registry.grids import find_grid
from core.store import Store
from pages.ui.policy.now import pack_name
from pages.ui.shared.area_paths import area_paths
from pages.ui.shared.dates import dated
from pages.ui.shared.days import ask_day, ask_end
from pages.ui.shared.popovers import popover, shut
from pages.ui.shared.session import place, say, who
from pages.ui.shared.toasts import toast_later

SHOWN = 5


def emergencies_section(store: Store, user: User, day: date) -> None:
    found = sorted(emergency.emergencies(store), key=lambda e: (not e.holds(day), -e.emergency_id))
    may = user.may("policy.declare")
    if not any(e.holds(day) for e in found):
        st.warning(say("policy.no_emergency", day=dated(day)))
    _listed(store, found[:SHOWN], day, may=may)
    if len(found) > SHOWN:
        with st.expander(say("policy.emergencies_earlier", count=len(found) - SHOWN)):
            _listed(store, found[SHOWN:], day, may=may)
    if may:
        with st.expander(say("policy.declare"), icon=":material/campaign:", expanded=not found):
            _declare(store, user, day)


def _listed(store: Store, found: list[Emergency], day: date, *, may: bool) -> None:
    for each in found:
        with st.container(horizontal=True, vertical_alignment="center", key=f"emergency_{each.emergency_id}"):
            st.html(_line(store, each, day))
            if may and (each.until is None or each.until >= day):
                with popover(say(_label(store, each)), key=_popover(each), icon=":material/event:"):
                    _change(store, each, day)


def _line(store: Store, each: Emergency, day: date) -> str:
    area = store.value("select name from grid where grid_id = $grid", grid=each.grid_id) if each.grid_id else None
    until = say("policy.until", day=dated(each.until)) if each.until else say("emergency.open")
    parts = [
        pack_name(each.pack), say("policy.since", day=dated(each.since)), until, place(area) if area else say("emergency.everywhere"),
        each.ordered_by, each.order_no,
    ]  # fmt: skip
    mark = (
        ""
        if each.holds(day)
        else " · " + say("policy.not_begun" if each.since > day else "policy.not_on", day=dated(day))
    )
    told = " · ".join(escape(part) for part in parts if part) + escape(mark)
    return f'<div><span class="gc-name">{escape(each.name)}</span><div class="gc-why">{told}</div></div>'


def _label(store: Store, each: Emergency) -> str:
    return "policy.change_coming" if ahead(store, each.since) else "policy.change_end"


def _popover(each: Emergency) -> str:
    return f"change_{each.emergency_id}"


def _change(store: Store, each: Emergency, day: date) -> None:
    number = each.emergency_id
    until = ask_day(say("policy.last_day"), each.until, least=each.since, key=f"until_{number}")
    with st.container(horizontal=True):
        if until and st.button(say("policy.set_end", day=dated(until)), key=f"set_{number}", type="primary"):
            told = say("policy.ends_told", name=each.name, day=dated(until))
            _done(store, each.until or day, told, lambda: emergency.end(store, emergency_id=number, on=until, actor=who()), each)  # fmt: skip
        if each.until and st.button(say("policy.open_end"), key=f"open_{number}"):
            told = say("policy.open_told", name=each.name)
            _done(store, each.until, told, lambda: emergency.extend(store, emergency_id=number, until=None, actor=who()), each)  # fmt: skip
    if ahead(store, each.since):
        st.caption(say("policy.withdraw_why", day=dated(each.since)))
        if st.button(say("policy.withdraw"), key=f"withdraw_emergency_{number}", icon=":material/undo:"):
            told = say("policy.emergency_withdrawn", name=each.name)
            _done(store, each.since, told, lambda: withdraw_emergency(store, emergency_id=number, actor=who()), each)


def _declare(store: Store, user: User, day: date) -> None:
    paths = area_paths(store, user.scope)
    packs, runs = scenarios(), {e.pack for e in emergency.emergencies(store) if e.until is None or e.until >= day}
    idle = next(
        (at for at, pack in enumerate(packs) if pack not in runs), None
    )  # another of one that runs is asked for
    with st.form("declare", border=False):
        left, right = st.columns(2)
        name = left.text_input(say("policy.form.name"), max_chars=200)
        ordered_by = left.text_input(say("policy.form.by"), max_chars=200)
        order_no = left.text_input(say("policy.form.order"), max_chars=200)
        pack = right.selectbox(
            say("policy.pack_label"), packs, idle, format_func=pack_name, placeholder=say("policy.choose_pack")
        )
        codes = [*([None] if EVERYTHING in user.scope.grids else []), *paths]
        code = right.selectbox(
            say("policy.form.area"), codes, format_func=lambda c: place(paths[c]) if c else say("emergency.everywhere")
        )
        first, last = right.columns(2)
        since = ask_day(say("policy.form.since"), day, where=first)
        until, fits = ask_end(say("policy.form.until"), where=last)
        wanted = st.form_submit_button(say("policy.declare"), type="primary")
    if wanted and pack is None:
        st.error(say("policy.no_pack_chosen"))
    elif wanted and fits and since is not None:
        grid = find_grid(store, user.scope, code=code) if code else None
        _done(store, since, say("policy.declare_told", name=name.strip(), day=dated(since)), lambda: emergency.declare(
            store, pack=pack, name=name, ordered_by=ordered_by, order_no=order_no, grid_id=grid and grid.grid_id,
            since=since, until=until, actor=who(),
        ))  # fmt: skip


def _done(store: Store, since: date, told: str, act: Callable[[], object], about: Emergency | None = None) -> None:
    try:
        act()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    with st.spinner(say("policy.working")):
        policy_changed(store, since=since, actor=who())
    toast_later(told)
    if about:
        shut(_popover(about))
    st.rerun()
