"""What the page of classes reads: the days of the period with their flows, and today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from core.classify import class_counts, class_flows
from core.classify.cards import class_cards
from core.domain import User
from core.report import Finding
from core.report.class_findings import day_finding, span_finding
from core.rollup import class_daily
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.session import store

WEEK = 7


@dataclass(frozen=True)
class Days:
    """`counts`: day, class, people; `flows`: day, from_class, to_class, people; both of the period. `day` and `week`: the flows of its last
    day and of the seven days up to it; `since`: the first of those that has any counts before it."""

    counts: pd.DataFrame
    flows: pd.DataFrame
    day: pd.DataFrame
    week: pd.DataFrame
    until: date
    since: date

    @property
    def findings(self) -> list[Finding]:
        return [day_finding(self.day, day=self.until), span_finding(self.week, since=self.since, until=self.until)]


def days_of(user: User, chosen: Filter) -> Days:
    first = min(chosen.since, chosen.until - timedelta(days=WEEK - 1))
    where = {"grid": chosen.grid_id, "until": chosen.until}
    counts = read(class_daily, store(), user.scope, since=first, **where)
    flows = read(class_flows, store(), user.scope, since=first, **where)
    week = chosen.until - timedelta(days=WEEK - 1)
    return Days(
        counts=_from(counts, chosen.since), flows=_from(flows, chosen.since), day=_from(flows, chosen.until), week=_from(flows, week),
        until=chosen.until, since=week,
    )  # fmt: skip


def today_of(user: User, chosen: Filter) -> pd.DataFrame:
    """One row per class of the policy, by rank: class, people (by shown class), before (a week earlier), held (all who are in it), ending."""
    shown = read(class_counts, store(), user.scope, grid=chosen.grid_id, as_of=chosen.until)
    held = read(
        class_cards, store(), user.scope, grid=chosen.grid_id, as_of=chosen.today, judged=chosen.last_day
    )  # fmt: skip
    if chosen.until != chosen.last_day:  # of a day that is over nobody's time ends
        held = held.assign(ending=0)
    full = shown.merge(held.rename(columns={"people": "held"})[["class", "held", "ending"]], on="class", how="left")
    return full.fillna({"held": 0, "ending": 0}).astype({"held": "int64", "ending": "int64"})


def _from(frame: pd.DataFrame, since: date) -> pd.DataFrame:
    return frame[pd.to_datetime(frame.day) >= pd.Timestamp(since)].reset_index(drop=True)
