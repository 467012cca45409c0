"""Six figures, each of one kind of thing (alerts, people, visits, shares, units), against yesterday or last week; each leads to its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape

import pandas as pd

from core.domain import User
from core.i18n import format
from core.policy.running import running
from core.report import day_figures
from core.report.situation import COMPARED
from core.report.wording import class_name
from pages.ui.shared.links import href
from pages.ui.shared.session import language, say, store


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    unit: str = ""  # what is counted, or of how many
    note: str = ""  # against when, where least
    severity: str = "low"
    href: str | None = None


def headline_classes() -> list[str]:
    return day_figures.headline_classes(running(store()))


def alerts(user: User, standing: pd.DataFrame) -> Figure:
    severe = standing[standing.severity == "high"]
    total, waiting = int(severe.alerts.sum()), int(severe.waiting.sum())
    return Figure(
        say("figure.severe_alerts"),
        format.exact(total),
        say("figure.of_alerts", total=format.exact(int(standing.alerts.sum()))),
        say("figure.waiting", count=format.exact(waiting)) if total else say("figure.none_severe"),
        "high" if total else "low",
        _link(user, "anomalies", "anomalies.read", severity="high" if total else None),
    )


def people_of(user: User, code: str, counts: pd.DataFrame) -> Figure:
    """People in a class, of `class_counts`."""
    row = counts[counts["class"] == code].iloc[0]
    note = say("figure.no_before")
    if not pd.isna(row.before):
        more = int(row.people - row.before)
        note = say("figure.week_ago", value=format.exact(int(row.before)), change=_signed(more))
    to = _link(user, "people", "people.read", **{"class": code})
    return Figure(
        class_name(language(), code),
        format.number(language(), int(row.people)),
        say("figure.people_unit"),
        note,
        href=to,
    )


def outsiders(user: User, days: pd.DataFrame) -> Figure:
    """Visits of the last day by those who neither live, work nor study there, beside the day that the situation compares with."""
    known = days.dropna(subset=["outsiders"])
    if known.empty:
        return Figure(say("figure.outsiders"), format.NOTHING)
    last, day = float(known.outsiders.iloc[-1]), pd.Timestamp(known.day.iloc[-1]).date()
    earlier = known[pd.to_datetime(known.day).dt.date == day - timedelta(days=COMPARED["outsiders"])]
    note = say("figure.no_before")
    if len(earlier):
        before = float(earlier.outsiders.iloc[0])
        when = format.day(language(), day - timedelta(days=COMPARED["outsiders"]))
        value, more = format.number(language(), before), _signed(int(last - before))
        note = say("figure.day_ago", day=when, value=value, change=more)
    to = _link(user, "trends", "trends.read", indicator="outsiders")
    return Figure(say("figure.outsiders"), format.number(language(), last), say("figure.visits_unit"), note, href=to)


def coverage(user: User, days: pd.DataFrame, last_day: pd.DataFrame) -> Figure:
    """The part of the expected scans that came in on the last day, and where it is least (`by_child` of that day)."""
    known = days.coverage.dropna()
    if known.empty:
        return Figure(say("figure.coverage"), format.NOTHING, note=say("figure.no_before"))
    places = last_day.dropna(subset=["coverage"])
    note = ""
    if len(places) > 1:
        least = places.loc[places.coverage.idxmin()]
        note = say("figure.least", name=least["name"], share=format.percent(float(least.coverage), 0))
    to = _link(user, "trends", "trends.read", indicator="coverage")
    return Figure(say("figure.coverage"), format.percent(float(known.iloc[-1]), 0), note=note, href=to)


def reopened(user: User, units: dict[str, int], schools: dict[str, int]) -> Figure:
    """Both of `core.registry.units.unit_counts`."""
    if not units["units"]:
        return Figure(say("figure.resumed"), format.NOTHING, note=say("figure.no_units"))
    of = say("figure.of_units", resumed=format.exact(units["resumed"]), units=format.exact(units["units"]))
    note = say("figure.schools", resumed=schools["resumed"], units=schools["units"]) if schools["units"] else ""
    share = format.percent(units["resumed"] / units["units"], 0)
    return Figure(say("figure.resumed"), share, of, note, href=_link(user, "units", "units.read"))


def _link(user: User, page: str, permission: str, **params: object) -> str | None:
    return href(page, **params) if user.may(permission) else None


def _signed(more: int) -> str:
    sign = "+" if more > 0 else "−" if more < 0 else "±"
    return sign + format.number(language(), abs(more))


def figures_html(figures: Sequence[Figure]) -> str:
    return f'<ul class="gc-figures">{"".join(map(_figure, figures))}</ul>'


def _figure(figure: Figure) -> str:
    inner = (
        f'<span class="gc-label">{escape(figure.label)}</span>'
        f'<span class="gc-number gc-is-{figure.severity}">{escape(figure.value)} <small>{escape(figure.unit)}</small></span>'
        f'<span class="gc-note">{escape(figure.note)}</span>'
    )
    return f'<li><a class="go" href="{figure.href}">{inner}</a></li>' if figure.href else f"<li><div>{inner}</div></li>"
