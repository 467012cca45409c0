"""The row of filters on top of every page: grid and period, kept in the address so that a link shows the same view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from core import clock
from core.domain import Scope
from core.i18n import format
from core.registry import grids
from core.rollup import judged_day, latest_day
from core.store import Store
from pages.ui.shared.days import kept_day
from pages.ui.shared.refusals import refusal, refuse
from pages.ui.shared.session import language, place, say

PERIODS = (7, 14, 30, 60)  # days, the last one that of the data
WEEKS = ("this", "last")
OWN = "own"


@dataclass(frozen=True)
class Filter:
    """What the reader chose. `grid` is None only while the store holds no grid that they may see."""

    grid: grids.Grid | None
    since: date
    until: date
    last_day: date  # the day judged: until then the data are in
    latest: date  # the last day with any scan, which may be later

    @property
    def grid_id(self) -> int:
        return self.grid.grid_id if self.grid else -1

    @property
    def today(self) -> date:
        """The day that decides whom the reader may see. Data of a demonstration may run ahead of the clock."""
        return max(clock.today(), self.latest)

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


class Head:
    """The head of a page in one row: what is shown on the left, grid and period on the right; refusals above both."""

    def __init__(self) -> None:
        self.said = st.container()
        with st.container(horizontal=True, key="head"):
            self.title = st.container(gap=None, key="head_title")
            self.row = st.container(horizontal=True, width="content", key="filters")


def filters(store: Store, scope: Scope, head: Head, *, period: bool = True) -> Filter:
    """Draw grid and period into the head and return the choice. Address: `grid` (code); `days`, `week` (this | last), or `since` and
    `until` (ISO)."""
    last_day = judged_day(store) or clock.today()
    latest = max(last_day, latest_day(store) or last_day)
    with head.row:
        grid = _grid(store, scope)
        since, until = _period(last_day, latest) if period else (last_day, last_day)
    with head.said:
        refusal("grid")
    return Filter(grid, since, until, last_day, latest)


def go_to(**params: object) -> None:
    """Set parts of the address; None removes one."""
    for name, value in params.items():
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = str(value)


def pick(
    room: str, name: str, options: list[str], default: str, words: Callable[[str], str], *, select: bool = False
) -> str:
    """One choice out of the address (`?name=`), labelled `room.name`; what is unknown there falls back to the default, and one option is no choice."""
    if len(options) < 2:
        return options[0]
    key = f"{room}_{name}"
    given = st.query_params.get(name, default)
    value = given if given in options else default

    def changed() -> None:
        picked = st.session_state[key]
        go_to(**{name: picked if picked and picked != default else None})

    st.session_state[key] = value
    label = say(f"{room}.{name}")
    if select:
        st.selectbox(label, options, format_func=words, key=key, on_change=changed, width=180)
    else:
        st.segmented_control(label, options, format_func=words, key=key, on_change=changed, required=True)
    return value


def _grid(store: Store, scope: Scope) -> grids.Grid | None:
    code = st.query_params.get("grid")
    current = grids.find_grid(store, scope, code=code) if code else grids.start_grid(store, scope)
    if current is None:
        if code:
            refuse("grid", "controls.grid_unknown", code=code)
        current = grids.start_grid(store, scope)
    if current is None:
        return None
    above = grids.path(store, scope, grid_id=current.grid_id)
    below = grids.children(store, scope, grid_id=current.grid_id, axis=current.axis)
    options = {g.code: ("　" * i) + place(g.name) for i, g in enumerate(above)}
    options |= {r.code: "　" * len(above) + place(r.name) for r in below.itertuples()}
    codes = list(options)

    def changed() -> None:
        go_to(grid=st.session_state["control_grid"])

    st.session_state["control_grid"] = current.code
    st.selectbox(
        say("controls.grid"),
        codes,
        format_func=lambda c: options.get(c, c),
        key="control_grid",
        on_change=changed,
        width=200,
        label_visibility="collapsed",
    )
    return current


def _period(last_day: date, latest: date) -> tuple[date, date]:
    since, until, choice = _dates(last_day, latest)

    def changed() -> None:
        picked = st.session_state["control_days"]
        own = picked == OWN
        go_to(
            days=picked if isinstance(picked, int) else None,
            week=picked if picked in WEEKS else None,
            since=since.isoformat() if own else None,
            until=until.isoformat() if own else None,
        )

    st.session_state["control_days"] = choice
    st.selectbox(
        say("controls.period"),
        [*PERIODS, *WEEKS, OWN],
        format_func=lambda c: say("controls.days", days=c) if isinstance(c, int) else say(f"controls.{c}"),
        key="control_days",
        on_change=changed,
        width=140,
        label_visibility="collapsed",
    )
    if choice == OWN:

        def picked(chosen: tuple[date, ...]) -> None:
            if len(chosen) == 2:
                go_to(days=None, week=None, since=chosen[0].isoformat(), until=chosen[1].isoformat())

        kept_day(
            say("controls.dates"),
            (since, until),
            picked,
            key="control_dates",
            latest=max(latest, until),  # an address may name a later day
            format="YYYY-MM-DD",
            width=220,
            label_visibility="collapsed",
        )
    return since, until


def _dates(last_day: date, latest: date) -> tuple[date, date, int | str]:
    """First and last day, and which choice that is. Days of one's own go before a week, a week before a number of days."""
    params = st.query_params
    try:
        since, until = date.fromisoformat(params["since"]), date.fromisoformat(params["until"])
        if since <= until:
            until = min(until, latest) if since <= latest else until
            days = (until - since).days + 1
            return since, until, days if until == last_day and days in PERIODS else OWN
    except (KeyError, ValueError):
        pass
    if params.get("week") in WEEKS:
        return *week(last_day, params["week"]), params["week"]
    try:
        days = max(1, min(int(params.get("days", 14)), 366))
    except ValueError:
        days = 14
    return last_day - timedelta(days=days - 1), last_day, days if days in PERIODS else OWN


def week(last_day: date, which: str) -> tuple[date, date]:
    """From Monday on: `this` until the last day with data, `last` until its Sunday."""
    monday = last_day - timedelta(days=last_day.weekday())
    return (monday, last_day) if which == "this" else (monday - timedelta(days=7), monday - timedelta(days=1))


def context_line(chosen: Filter, *, coverage: str | None = None) -> None:
    """The line under the title: which grid, which days, how complete (pages/ui/shared/coverage.py)."""
    lang = language()
    text = say(
        "controls.context",
        grid=place(chosen.grid.name) if chosen.grid else format.NOTHING,
        since=format.day(lang, chosen.since),
        until=format.day(lang, chosen.until, weekday=True),
    )
    st.caption(f"{text} · {coverage}" if coverage else text)
