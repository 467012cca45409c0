"""The choices of the trends page (all kept in the address) and the numbers they ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core.domain import User
from core.policy.loader import RESIDENT
from core.policy.running import running
from core.rollup.series import INDICATORS, by_child, class_daily, class_daily_by_child, daily, daily_by_child
from pages.ui.shared import finder, palette
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.places import named
from pages.ui.shared.session import language, say, store

VIEWS = ("day", "weekday", "calendar", "rank")
COMPARES = ("none", "previous", "week")
WATCHED = "watched"  # everybody in any class but the ordinary one
TOTAL, GRID, CLASS = "total", "grid", "class"
WINDOW = 7
ADDRESS = ("indicator", "also", "view", "by", "compare", "smooth")
PANELS = 6  # on one sheet


@dataclass(frozen=True)
class Choice:
    """What is shown. `indicator`: one of INDICATORS, `watched`, or the code of a class."""

    indicator: str
    by: str
    compare: str
    view: str
    smooth: bool
    also: tuple[str, ...] = ()  # further indicators, each in a panel of its own

    @property
    def share(self) -> bool:
        return self.indicator == "coverage"

    @property
    def of_class(self) -> bool:
        return self.indicator not in INDICATORS


def classes() -> list[str]:
    return [c.code for c in running(store()).classes if c.code != RESIDENT]


def indicator_name(code: str) -> str:
    return palette.class_names(language()).get(code) or say(f"indicator.{code}")


def controls() -> Choice:
    """Draw the second row and return the choice. Address: indicator, also, by, compare, view, smooth."""
    indicators = [*INDICATORS, WATCHED, *classes()]
    with finder.row("trends", ADDRESS):
        indicator = _pick("indicator", indicators, indicators[0], indicator_name, select=True)
        view = _pick("view", list(VIEWS), VIEWS[0], lambda v: say(f"trends.views.{v}"))
        choice = Choice(indicator, TOTAL, "none", view, smooth=False)
        if view in ("day", "calendar", "weekday"):
            ways = [TOTAL, GRID, CLASS] if indicator == WATCHED else [TOTAL, GRID]
            by = _pick("by", ways if view == "day" else [TOTAL], TOTAL, lambda v: say(f"trends.ways.{v}"))
            choice = replace(choice, by=by)
        if view == "day" and choice.by == TOTAL:
            compare = _pick("compare", list(COMPARES), "previous", lambda v: say(f"trends.compared.{v}"), select=True)
            choice = replace(choice, compare=compare)
        if view == "day" and choice.by == TOTAL:
            choice = replace(choice, also=_also([i for i in indicators if i != indicator]))
        if view == "day" and not choice.also:
            choice = replace(choice, smooth=_toggle())
    return choice


def _pick(name: str, options: list[str], default: str, words, *, select: bool = False) -> str:
    """One choice out of the address; what is unknown there falls back to the default."""
    if len(options) < 2:
        return options[0]
    key = f"trends_{name}"
    given = st.query_params.get(name, default)
    value = given if given in options else default

    def changed() -> None:
        picked = st.session_state[key]
        go_to(**{name: picked if picked and picked != default else None})

    st.session_state[key] = value
    label = say(f"trends.{name}")
    if select:
        st.selectbox(label, options, format_func=words, key=key, on_change=changed, width=180)
    else:
        st.segmented_control(label, options, format_func=words, key=key, on_change=changed, required=True)
    return value


def _also(options: list[str]) -> tuple[str, ...]:
    """Further indicators; what the address has too many of, or does not know, is left out."""
    key = "trends_also"
    given = [i for i in st.query_params.get("also", "").split(",") if i in options][: PANELS - 1]

    def changed() -> None:
        go_to(also=",".join(st.session_state[key]) or None)

    st.session_state[key] = given
    st.multiselect(
        say("trends.also"), options, format_func=indicator_name, key=key, on_change=changed, max_selections=PANELS - 1,
        placeholder=say("trends.also_hint"), width=300,
    )  # fmt: skip
    return tuple(given)


def _toggle() -> bool:
    def changed() -> None:
        go_to(smooth="1" if st.session_state["trends_smooth"] else None)

    st.session_state["trends_smooth"] = st.query_params.get("smooth") == "1"
    st.toggle(say("trends.smooth"), key="trends_smooth", on_change=changed)
    return st.session_state["trends_smooth"]


def total(user: User, chosen: Filter, choice: Choice, *, since: date) -> pd.DataFrame:
    """One row per day from `since`: day, value."""
    if not choice.of_class:
        frame = read(daily, store(), user.scope, grid=chosen.grid_id, since=since, until=chosen.until)
        return _days_only(frame, choice.indicator)
    frame = read(class_daily, store(), user.scope, grid=chosen.grid_id, since=since, until=chosen.until)
    kept = frame[frame["class"].isin(_wanted(choice))]
    return _complete(kept.groupby("day", as_index=False).people.sum(), frame.day, since, chosen.until)


def parts(user: User, chosen: Filter, choice: Choice, *, since: date) -> pd.DataFrame:
    """One row per day and child grid (or class): day, key, name, value."""
    where = {"grid": chosen.grid_id, "since": since, "until": chosen.until}
    if choice.by == CLASS:
        frame = read(class_daily, store(), user.scope, **where)
        frame = frame[frame["class"].isin(classes())]
        names = palette.class_names(language())
        return frame.assign(key=frame["class"], name=frame["class"].map(names), value=frame.people)
    if not choice.of_class:
        frame = distinct(named(read(daily_by_child, store(), user.scope, **where)))
        return frame.assign(key=frame.grid_id, value=frame[choice.indicator].astype(float))[
            ["day", "key", "name", "value"]
        ]
    frame = distinct(named(read(class_daily_by_child, store(), user.scope, **where)))
    kept = frame[frame["class"].isin(_wanted(choice))]
    summed = kept.groupby(["grid_id", "name", "day"], as_index=False).people.sum()
    return summed.rename(columns={"grid_id": "key", "people": "value"})


def ranked(user: User, chosen: Filter, choice: Choice) -> pd.DataFrame:
    """One row per child grid: name, value over the period, most first; grids without any value left out."""
    where = {"grid": chosen.grid_id, "since": chosen.since, "until": chosen.until}
    frame = distinct(named(read(by_child, store(), user.scope, **where)))
    value = frame[_wanted(choice)].sum(axis=1) if choice.of_class else frame[choice.indicator]
    frame = frame.assign(value=value.astype(float)).dropna(subset=["value"])
    return frame.sort_values("value", ascending=False)[["grid_id", "name", "value"]].reset_index(drop=True)


def distinct(frame: pd.DataFrame) -> pd.DataFrame:
    """Grids of one name told apart by a number behind it."""
    grids = frame.drop_duplicates("grid_id").set_index("grid_id").name
    place = grids.groupby(grids).cumcount()
    labels = grids.where(place == 0, grids + " (" + (place + 1).astype(str) + ")")
    return frame.assign(name=frame.grid_id.map(labels))


def moving(values: pd.Series) -> pd.Series:
    """Mean of the last seven days; missing where fewer than four of them were measured."""
    return values.rolling(WINDOW, min_periods=4).mean()


def look_back(chosen: Filter) -> date:
    """The first day needed: for the period before, and for the mean of the first day shown."""
    return chosen.since - timedelta(days=max(chosen.days, WINDOW))


def _wanted(choice: Choice) -> list[str]:
    return classes() if choice.indicator == WATCHED else [choice.indicator]


def _days_only(frame: pd.DataFrame, indicator: str) -> pd.DataFrame:
    return pd.DataFrame({"day": frame.day, "value": frame[indicator].astype(float)})


def _complete(summed: pd.DataFrame, classified: pd.Series, since: date, until: date) -> pd.DataFrame:
    """All days of the period: 0 where a classified day has nobody, missing where nothing was classified."""
    days = pd.date_range(since, until, name="day")
    found = summed.assign(day=pd.to_datetime(summed.day)).set_index("day").people.reindex(days)
    known = days.isin(pd.to_datetime(classified.unique()))
    return found.astype(float).mask(found.isna() & known, 0.0).rename("value").reset_index()
