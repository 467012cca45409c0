"""The choices of the page that compares (all kept in the address), and the series of places that they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import format
from core.report.mark_words import mark_words
from core.rollup.series import INDICATORS, class_daily, class_daily_by_child, daily, daily_by_child
from core.trends.marks import marks
from core.trends.places import ALERTS, CASES, SEEN
from pages.ui.shared import finder
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter, go_to, pick
from pages.ui.shared.days import kept_day
from pages.ui.shared.indicators import WATCHED, classes, complete, distinct, indicator_name
from pages.ui.shared.places import named
from pages.ui.shared.session import language, say, store
from pages.ui.shared.view import View

VIEWS = ("rank", "panels", "measure", "ahead")
ADDRESS = ("view", "indicator", "level", "on")
BELOW, VILLAGE = "next", "village"
# Kinds of marks that may change what people do, most likely first.
MEASURES = ("emergency", "policy", "emergency_end", "risk", "holiday")
LOOK_BACK = 90  # days in which a measure is looked for
LEAST = 4  # days that either side needs
HISTORY = 63  # days before the period from which weekdays are learnt


@dataclass(frozen=True)
class Choice:
    """What is compared. `indicator`: one of `core.trends.places`, INDICATORS, `watched`, or the code of a class."""

    view: str
    indicator: str
    level: str | None = None  # None: the places next below
    on: date | None = None  # the day of the measure

    @property
    def of_class(self) -> bool:
        return self.indicator == WATCHED or self.indicator in classes()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(classes()) if self.indicator == WATCHED else (self.indicator,)


def controls(user: User, chosen: Filter) -> Choice:
    """Draw the second row and return the choice. Address: ADDRESS."""
    with finder.row("compare", ADDRESS):
        view = pick("compare", "view", list(VIEWS), VIEWS[0], lambda v: say(f"compare.views.{v}"))
        by_day = [i for i in INDICATORS if i != "coverage"]
        options = [*SEEN, CASES, ALERTS] if view == "rank" else by_day
        first = "outsiders"
        options = [first, *[o for o in options if o != first], WATCHED, *classes()]
        indicator = pick("compare", "indicator", options, first, indicator_name, select=True)
        if view == "rank" and chosen.grid.level == "county":
            level = pick("compare", "level", [BELOW, VILLAGE], BELOW, lambda v: say(f"compare.levels.{v}"))
            return Choice(view, indicator, level if level == VILLAGE else None)
        return Choice(view, indicator, on=_day(user, chosen) if view == "measure" else None)


def note(shown: View, choice: Choice) -> str:
    """The line under the sentence: what is drawn, in which unit."""
    return say(f"compare.note.{choice.view}", indicator=indicator_name(choice.indicator)) + shown.note


def subject(choice: Choice) -> str:
    return indicator_name(choice.indicator)


def whole(user: User, chosen: Filter, choice: Choice, *, since: date) -> pd.Series:
    """The indicator of the grid itself by day, from `since` to the last day shown."""
    where = {"grid": chosen.grid_id, "since": since, "until": chosen.until}
    if not choice.of_class:
        return _series(read(daily, store(), user.scope, **where), choice.indicator)
    frame = read(class_daily, store(), user.scope, **where)
    return _people(frame[frame["class"].isin(choice.codes)], frame.day, since, chosen.until)


def places(user: User, chosen: Filter, choice: Choice, *, since: date) -> dict[str, pd.Series]:
    """The same of the places next below, by name."""
    where = {"grid": chosen.grid_id, "since": since, "until": chosen.until}
    if not choice.of_class:
        frame = distinct(named(read(daily_by_child, store(), user.scope, **where)))
        return {str(name): _series(rows, choice.indicator) for name, rows in frame.groupby("name", sort=False)}
    frame = distinct(named(read(class_daily_by_child, store(), user.scope, **where)))
    return {
        str(name): _people(rows[rows["class"].isin(choice.codes)], frame.day, since, chosen.until)
        for name, rows in frame.groupby("name", sort=False)
    }


def _series(frame: pd.DataFrame, indicator: str) -> pd.Series:
    return pd.Series(frame[indicator].to_numpy(float), index=pd.to_datetime(frame.day))


def _people(rows: pd.DataFrame, classified: pd.Series, since: date, until: date) -> pd.Series:
    return complete(
        rows.groupby("day", as_index=False).people.sum(), classified, pd.date_range(since, until, name="day")
    )


def _day(user: User, chosen: Filter) -> date:
    """The first day of the measure: one of those that the system knows, or a day of one's own."""
    first, last = chosen.until - timedelta(days=LOOK_BACK), chosen.until - timedelta(days=LEAST - 1)
    scanned = read(daily, store(), user.scope, grid=chosen.grid_id, since=first, until=last)
    known_days = scanned.day[scanned.check_ins > 0]
    found = read(marks, store(), user.scope, grid=chosen.grid_id, since=first, until=last)
    found = found[found.kind.isin(MEASURES)]
    if len(known_days):  # what came before all data can't be judged
        found = found[pd.to_datetime(found.day) >= pd.Timestamp(known_days.min()) + timedelta(days=LEAST)]
    known = {row.day: format.day(language(), row.day) + " " + mark_words(language(), row) for row in found.itertuples()}
    usual = chosen.until - timedelta(days=13)
    given = _told() or next(
        (max(found[found.kind == kind].day) for kind in MEASURES if (found.kind == kind).any()), usual
    )
    given = min(given, last)
    options = [None, *sorted(known, reverse=True)]

    def picked() -> None:
        day = st.session_state["compare_measure"]
        go_to(on=day.isoformat() if day else (usual if given in known else given).isoformat())

    st.session_state["compare_measure"] = given if given in known else None
    st.selectbox(
        say("compare.measure"), options, format_func=lambda d: known.get(d, say("compare.own_day")), key="compare_measure", on_change=picked, width=300
    )  # fmt: skip
    kept_day(
        say("compare.on"), given, lambda day: go_to(on=day.isoformat()), key="compare_on", latest=last, format="YYYY-MM-DD", width=150
    )  # fmt: skip
    return given


def _told() -> date | None:
    try:
        return date.fromisoformat(st.query_params.get("on", ""))
    except ValueError:
        return None
