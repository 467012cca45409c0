"""Everything that the overview shows of one day, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from core import clock
from core.act import moment, task_counts
from core.classify.counts import class_counts
from core.classify.entered import entered
from core.domain import User
from core.i18n import format
from core.policy.running import running
from core.registry.units import unit_counts
from core.report import Finding
from core.report.day_figures import WEEK, alerts_told_singly, candidates, told_singly
from core.report.ranked import first_change, ranked
from core.report.situation import Statement, changed, untrusted, worst
from core.rollup.resumption import resumption
from core.rollup.series import by_child, class_daily_by_child, daily, daily_by_child
from core.watch.alerts import UNFINISHED, alerts
from core.watch.standing import standing
from pages.ui.overview.change import change_of
from pages.ui.overview.figures import headline_classes
from pages.ui.overview.lines import Line
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.meanwhile import Mark, marks_of
from pages.ui.shared.places import named
from pages.ui.shared.session import language, say, store

DAYS = 14  # that the change is drawn over
FURTHER = 3  # statements below the leading ones
EACH = 5  # alerts read of each kind: for the first five, and for silent feeds to be named


@dataclass(frozen=True)
class Day:
    days: pd.DataFrame  # `daily` of the period and of the fourteen days before its end
    latest: pd.DataFrame  # `daily_by_child` of the last day
    children: pd.DataFrame  # `by_child` of the period
    standing: pd.DataFrame
    classes: pd.DataFrame  # `class_counts`
    first: pd.DataFrame  # of each kind the worst alerts
    units: dict[str, int]
    schools: dict[str, int]
    industries: pd.DataFrame
    leading: list[Statement]
    beneath: list[Statement]
    basis: str
    codes: dict[int, str]  # of the places below
    change: tuple[Finding, list, list[Line], str, list[Mark]]  # what below.change_html takes

    def of_last_day(self) -> pd.DataFrame:
        """The children, their outsiders and coverage those of the last day alone."""
        by_grid = self.latest.set_index("grid_id")
        last = {name: self.children.grid_id.map(by_grid[name]) for name in ("outsiders", "coverage")}
        return self.children.assign(**last)


def day_of(user: User, chosen: Filter) -> Day:
    def ask(function, **arguments):
        return named(read(function, store(), user.scope, grid=chosen.grid_id, **arguments))

    at = moment(store()).replace(second=0, microsecond=0)
    until, begin = chosen.until, chosen.until - timedelta(days=DAYS - 1)
    days = ask(daily, since=min(chosen.since, begin), until=until)
    by_day = ask(daily_by_child, since=begin, until=until)
    by_class = ask(class_daily_by_child, since=begin, until=until)
    children = ask(by_child, since=chosen.since, until=until)
    stands = ask(standing, as_of=chosen.last_day)
    classes = ask(class_counts, as_of=until)
    worst_ones = ask(alerts, statuses=list(UNFINISHED), as_of=chosen.today, each=EACH)
    silent = worst_ones[worst_ones.detector == "missing_feed"]
    names = dict(zip(children.grid_id, children.name, strict=True)) if len(children) > 1 else {}
    policy = running(store(), until)
    singly = [code for code in told_singly(policy) if code in set(classes["class"])]
    headline = list(dict.fromkeys([*headline_classes(), *singly]))
    figures = candidates(days, by_day, classes, by_class, until=until, headline=headline)
    moved = changed(figures)
    latest = by_day[pd.to_datetime(by_day.day) == pd.Timestamp(until)]
    told = ranked(
        stands, names, figures, bands={}, tasks=ask(task_counts, at=at, on=at.date()), days=days, children=latest,
        silent=[], classes=classes, singly=frozenset(singly), grave=tuple(alerts_told_singly(policy)), entered=ask(entered, classes=headline, since=until - timedelta(days=WEEK - 1), as_of=until),
    )  # fmt: skip
    first = first_change(told) or moved
    leading = [worst(stands, names), *([first] if first else [])]
    known = {(one.about, one.code) for one in leading} | {("feeds", None), ("coverage", None)}
    further = [one.statement for one in told if (one.statement.about, one.statement.code) not in known]
    doubt = untrusted(stands, days, latest, silent=list(silent.sort_values("first_day", kind="stable").grid_name))
    return Day(
        days=days, latest=latest, children=children, standing=stands, classes=classes,
        first=worst_ones,
        units=ask(unit_counts), schools=ask(unit_counts, kind="school"), industries=ask(resumption),
        leading=leading,
        beneath=[*further[:FURTHER], doubt],
        basis=_basis(stands, days, chosen),
        codes=dict(zip(children.grid_id, children.code, strict=True)),
        change=(*change_of(moved, by_day, by_class), marks_of(user, grid=chosen.grid_id, since=begin, until=until)),
    )  # fmt: skip


def _basis(stands: pd.DataFrame, days: pd.DataFrame, chosen: Filter) -> str:
    """What the sentences are drawn from."""
    lang = language()
    scans = days[pd.to_datetime(days.day) >= pd.Timestamp(chosen.since)].check_ins.sum()
    return say(
        "overview.basis", clock=f"{clock.now():%H:%M}", alerts=format.exact(int(stands.alerts.sum())), scans=format.number(lang, float(scans)),
        since=format.day(lang, chosen.since), until=format.day(lang, chosen.until),
    )  # fmt: skip
