"""The choices of the trends page (all kept in the address) and the numbers they ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import has
from core.rollup.series import INDICATORS, by_child, class_daily, class_daily_by_child, daily, daily_by_child
from core.trends.cases import BASES, GROUPS
from core.trends.cases import people as people_of
from core.trends.reproduction import SerialInterval
from pages.ui.shared import finder, palette
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter, go_to, pick
from pages.ui.shared.indicators import WATCHED, classes, complete, distinct, indicator_name
from pages.ui.shared.meanwhile import switch
from pages.ui.shared.places import named
from pages.ui.shared.session import language, say, store

VIEWS = ("day", "weekday", "calendar", "rank")
ABOUTS = ("figures", "cases", "travel")
COMPARES = ("none", "previous", "week", "adjusted")
TOTAL, GRID, CLASS = "total", "grid", "class"
WINDOW = 7
ADDRESS = (
    "about",
    "indicator",
    "also",
    "view",
    "by",
    "compare",
    "smooth",
    "per",
    "ahead",
    "marks",
    "basis",
    "group",
    "si",
)
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
    about: str = ABOUTS[0]
    per: bool = False  # 10,000 people
    ahead: bool = False  # with the forecast and what earlier ones were worth
    marks: bool = True  # with what happened meanwhile
    basis: str = BASES[0]  # of cases: by which of their days
    group: str = GROUPS[0]
    interval: SerialInterval | None = None  # as the reader told it; None: as published

    @property
    def share(self) -> bool:
        return self.indicator == "coverage"

    @property
    def of_class(self) -> bool:
        return self.indicator not in INDICATORS

    @property
    def counted(self) -> bool:
        """Whether the values of its days add up: not coverage, and not people of a class."""
        return not self.share and not self.of_class


def controls() -> Choice:
    """Draw the second row and return the choice. Address: ADDRESS."""
    with finder.row("trends", ADDRESS):
        about = pick("trends", "about", list(ABOUTS), ABOUTS[0], lambda v: say(f"trends.abouts.{v}"))
        if about == "figures":
            return _of_figures()
        choice = Choice("cases" if about == "cases" else "travel", TOTAL, "none", "day", smooth=False, about=about)
        return _of_cases(choice) if about == "cases" else choice


def _of_cases(choice: Choice) -> Choice:
    basis = pick("trends", "basis", list(BASES), BASES[0], lambda v: say(f"trends.bases.{v}"))
    group = pick("trends", "group", list(GROUPS), GROUPS[0], lambda v: say(f"trends.groups.{v}"), select=True)
    choice = replace(
        choice, basis=basis, group=group, per=_toggle("per"), ahead=_toggle("ahead"), marks=switch("trends_marks")
    )
    return replace(choice, interval=_interval()) if basis == "onset" else choice


def _of_figures() -> Choice:
    indicators = [*INDICATORS, WATCHED, *classes()]
    indicator = pick("trends", "indicator", indicators, indicators[0], indicator_name, select=True)
    view = pick("trends", "view", list(VIEWS), VIEWS[0], lambda v: say(f"trends.views.{v}"))
    choice = Choice(indicator, TOTAL, "none", view, smooth=False)
    if view != "rank":
        ways = [TOTAL, GRID, CLASS] if indicator == WATCHED else [TOTAL, GRID]
        choice = replace(
            choice,
            by=pick("trends", "by", ways if view == "day" else [TOTAL], TOTAL, lambda v: say(f"trends.ways.{v}")),
        )
    if view == "day" and choice.by == TOTAL:
        ways = [c for c in COMPARES if c != "adjusted" or choice.counted]
        compare = pick("trends", "compare", ways, "previous", lambda v: say(f"trends.compared.{v}"), select=True)
        choice = replace(choice, compare=compare, also=_also([i for i in indicators if i != indicator]))
    if view == "day" and not choice.also:
        choice = replace(choice, smooth=_toggle("smooth"))
    if view != "calendar" and not choice.share and choice.by != CLASS and not choice.also:
        choice = replace(choice, per=_toggle("per"))
    if view == "day" and choice.by == TOTAL and not choice.share and not choice.also:
        choice = replace(choice, ahead=_toggle("ahead"))
    return replace(choice, marks=switch("trends_marks")) if view == "day" else choice


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


def _toggle(name: str) -> bool:
    key = f"trends_{name}"

    def changed() -> None:
        go_to(**{name: "1" if st.session_state[key] else None})

    st.session_state[key] = st.query_params.get(name) == "1"
    st.toggle(
        say(f"trends.{name}"),
        key=key,
        on_change=changed,
        help=say(f"trends.{name}_help") if has(f"trends.{name}_help") else None,
    )
    return st.session_state[key]


def _interval() -> SerialInterval | None:
    """Mean and deviation of the serial interval as the reader tells them (`si=4.7,2.9`)."""
    given = _told(st.query_params.get("si", ""))

    def changed() -> None:
        told = _told(st.session_state["trends_si"])
        go_to(si=f"{told.mean:g},{told.deviation:g}" if told else None)

    st.session_state["trends_si"] = f"{given.mean:g},{given.deviation:g}" if given else ""
    st.text_input(
        say("trends.si"), key="trends_si", on_change=changed, placeholder=say("trends.si_hint"), help=say("trends.si_help"), width=170, max_chars=20
    )  # fmt: skip
    return given


def _told(text: str) -> SerialInterval | None:
    """“4.7,2.9”, Chinese comma or blank as well; None for what is no mean above one day with a deviation."""
    try:
        mean, deviation = (float(part) for part in re.split(r"[,，、;；\s±]+", text.strip()))
    except ValueError:
        return None
    return SerialInterval(mean, deviation) if 1 < mean <= 60 and 0 < deviation <= 60 else None


def total(user: User, chosen: Filter, choice: Choice, *, since: date) -> pd.DataFrame:
    """One row per day from `since`: day, value."""
    if not choice.of_class:
        frame = read(daily, store(), user.scope, grid=chosen.grid_id, since=since, until=chosen.until)
        return per_people(user, chosen, choice, _days_only(frame, choice.indicator))
    frame = read(class_daily, store(), user.scope, grid=chosen.grid_id, since=since, until=chosen.until)
    kept = frame[frame["class"].isin(_wanted(choice))]
    days = pd.date_range(since, chosen.until, name="day")
    found = complete(kept.groupby("day", as_index=False).people.sum(), frame.day, days)
    return per_people(user, chosen, choice, found.rename("value").reset_index())


def per_people(user: User, chosen: Filter, choice: Choice, frame: pd.DataFrame, key: str | None = None) -> pd.DataFrame:
    """`value` per 10,000 people of the grid (`key`: the column of the grid of each row), where that is asked for; missing where nobody lives."""
    if not choice.per:
        return frame
    grids = [int(g) for g in frame[key].unique()] if key else [chosen.grid_id]
    people = read(people_of, store(), user.scope, grids=grids, as_of=chosen.today)
    own = frame[key].map(people) if key else people.get(chosen.grid_id)
    return frame.assign(value=frame.value * 1e4 / (float("nan") if own is None else own))


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
        found = frame.assign(key=frame.grid_id, value=frame[choice.indicator].astype(float))
        return per_people(user, chosen, choice, found[["day", "key", "name", "value"]], "key")
    frame = distinct(named(read(class_daily_by_child, store(), user.scope, **where)))
    kept = frame[frame["class"].isin(_wanted(choice))]
    summed = kept.groupby(["grid_id", "name", "day"], as_index=False).people.sum()
    return per_people(user, chosen, choice, summed.rename(columns={"grid_id": "key", "people": "value"}), "key")


def ranked(user: User, chosen: Filter, choice: Choice) -> pd.DataFrame:
    """One row per child grid: name, value over the period, most first; grids without any value left out."""
    where = {"grid": chosen.grid_id, "since": chosen.since, "until": chosen.until}
    frame = distinct(named(read(by_child, store(), user.scope, **where)))
    value = frame[_wanted(choice)].sum(axis=1) if choice.of_class else frame[choice.indicator]
    frame = per_people(user, chosen, choice, frame.assign(value=value.astype(float)), "grid_id").dropna(
        subset=["value"]
    )
    return frame.sort_values("value", ascending=False)[["grid_id", "name", "value"]].reset_index(drop=True)


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
