"""The main figures of a day, each of one kind of thing (alerts, people, visits, shares, units), against yesterday or last week. Overview and large
screen show the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from core.i18n import format, t
from core.report.situation import COMPARED
from core.report.wording import class_name


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    unit: str = ""  # what is counted, or of how many
    note: str = ""  # against when, where least
    severity: str = "low"


def severe_alerts(lang: str, standing: pd.DataFrame) -> Figure:
    """Of `core.watch.standing`."""
    severe = standing[standing.severity == "high"]
    total, waiting = int(severe.alerts.sum()), int(severe.waiting.sum())
    note = t(lang, "figure.waiting", count=format.exact(waiting)) if total else t(lang, "figure.none_severe")
    of = t(lang, "figure.of_alerts", total=format.exact(int(standing.alerts.sum())))
    return Figure(t(lang, "figure.severe_alerts"), format.exact(total), of, note, "high" if total else "low")


def people_of(lang: str, code: str, counts: pd.DataFrame) -> Figure:
    """People in a class, of `class_counts`."""
    row = counts[counts["class"] == code].iloc[0]
    note = t(lang, "figure.no_before")
    if not pd.isna(row.before):
        more = signed(lang, int(row.people - row.before))
        note = t(lang, "figure.week_ago", value=format.exact(int(row.before)), change=more)
    return Figure(class_name(lang, code), format.number(lang, int(row.people)), t(lang, "figure.people_unit"), note)


def outsiders(lang: str, days: pd.DataFrame) -> Figure:
    """Visits of the last day by those who neither live, work nor study there, beside the day that the situation compares with; of `daily`."""
    known = days.dropna(subset=["outsiders"])
    if known.empty:
        return Figure(t(lang, "figure.outsiders"), format.NOTHING)
    last, day = float(known.outsiders.iloc[-1]), pd.Timestamp(known.day.iloc[-1]).date()
    then = day - timedelta(days=COMPARED["outsiders"])
    earlier = known[pd.to_datetime(known.day).dt.date == then]
    note = t(lang, "figure.no_before")
    if len(earlier):
        before = float(earlier.outsiders.iloc[0])
        value, more = format.number(lang, before), signed(lang, int(last - before))
        note = t(lang, "figure.day_ago", day=format.day(lang, then), value=value, change=more)
    return Figure(t(lang, "figure.outsiders"), format.number(lang, last), t(lang, "figure.visits_unit"), note)


def coverage(lang: str, days: pd.DataFrame, last_day: pd.DataFrame) -> Figure:
    """The part of the expected scans that came in on the last day, and where it is least (`by_child` of that day)."""
    known = days.coverage.dropna()
    if known.empty:
        return Figure(t(lang, "figure.coverage"), format.NOTHING, note=t(lang, "figure.no_before"))
    places = last_day.dropna(subset=["coverage"])
    note = ""
    if len(places) > 1:
        least = places.loc[places.coverage.idxmin()]
        note = t(lang, "figure.least", name=least["name"], share=format.percent(float(least.coverage), 0))
    return Figure(t(lang, "figure.coverage"), format.percent(float(known.iloc[-1]), 0), note=note)


def reopened(lang: str, units: dict[str, int], schools: dict[str, int]) -> Figure:
    """Both of `core.registry.units.unit_counts`."""
    if not units["units"]:
        return Figure(t(lang, "figure.resumed"), format.NOTHING, note=t(lang, "figure.no_units"))
    of = t(lang, "figure.of_units", resumed=format.exact(units["resumed"]), units=format.exact(units["units"]))
    note = t(lang, "figure.schools", resumed=schools["resumed"], units=schools["units"]) if schools["units"] else ""
    return Figure(t(lang, "figure.resumed"), format.percent(units["resumed"] / units["units"], 0), of, note)


def signed(lang: str, more: int) -> str:
    sign = "+" if more > 0 else "−" if more < 0 else "±"
    return sign + format.number(lang, abs(more))
