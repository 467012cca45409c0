"""Below the first screen: who made the change, how people are classed, what blocks units. Drawn without a chart engine."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from core.domain import User
from core.i18n import format
from core.policy.loader import RESIDENT
from core.report import Finding, word
from core.report.findings import class_finding
from pages.ui.overview.lines import Line, picture
from pages.ui.shared import palette
from pages.ui.shared.links import href
from pages.ui.shared.meanwhile import Mark, legend, marked
from pages.ui.shared.session import language, say

MOST_BARS = 6


def change_html(finding: Finding, days: list, lines: list[Line], note: str, marks: Sequence[Mark] = ()) -> str:
    """The change as lines, one for each place: those that made it coloured and named, the largest of the rest named in grey; below them what
    happened meanwhile."""
    title = word(language(), finding)
    image = (
        f'<img class="gc-chart" src="{picture(days, lines, marks)}" alt="{escape(title)}">' if lines and days else ""
    )
    told = _meanwhile(marks) if image and (marks or not marked()) else ""
    return f'<div class="gc-heading"><h2>{escape(title)}</h2><span>{escape(note)}</span></div>{image}{told}'


def _meanwhile(marks: Sequence[Mark]) -> str:
    """What the letters stand for, and the way to switch them off or on again."""
    to, words = (0, "marks.hide") if marked() else (1, "marks.show")
    link = f'<a class="go gc-more-link" href="{href("overview", marks=to)}">{escape(say(words))}</a>'
    return f'<div class="gc-heading"><span>{escape(legend(marks))} {link}</span></div>'


MOST_CLASSES = 7  # in the policy's order; the page is one of paper, and the page of classes has the rest


def classes_html(user: User, counts: pd.DataFrame) -> str:
    """People of every class but the ordinary one, in the policy's colours, with their change in seven days."""
    if set(counts["class"]) <= {RESIDENT}:
        return _no_emergency(user)
    title = word(language(), class_finding(counts, ordinary=RESIDENT))
    shown = counts[(counts["class"] != RESIDENT) & ((counts.people > 0) | (counts.before.fillna(0) > 0))]
    linked = escape(title)
    if user.may("classes.read"):
        linked = f'<a class="go" href="{href("classes")}">{linked}</a>'
    head = f'<div class="gc-heading"><h2>{linked}</h2><span>{escape(say("overview.classes_note"))}</span></div>'
    names, colours = palette.class_names(language()), palette.class_colours()
    top = max(1, int(shown.people.max())) if len(shown) else 1
    bars = [
        _bar(
            names[row["class"]], row["people"] / top, _with_change(row["people"], row["before"]), colours[row["class"]],
            href("people", **{"class": row["class"]}) if user.may("people.read") else None,
        )
        for row in shown.head(MOST_CLASSES).to_dict("records")
    ]  # fmt: skip
    more = (
        f'<p><a class="go gc-more-link" href="{href("classes")}">{escape(say("classes.all"))}</a></p>'
        if user.may("classes.read")
        else ""
    )
    return head + f'<ul class="gc-bars">{"".join(bars)}</ul>' + more


def _no_emergency(user: User) -> str:
    """No pack runs: why nobody is in a class, and where that is changed."""
    words = say("overview.no_emergency")
    to = (
        f'<a class="go" href="{href("policy")}">{escape(say("overview.to_policy"))}</a>'
        if user.may("policy.read")
        else ""
    )
    return f'<div class="gc-heading"><h2>{escape(words)}</h2><span class="gc-choice">{to}</span></div>'


def _with_change(now: int, earlier: float) -> str:
    text = format.number(language(), int(now))
    if pd.isna(earlier):
        return text
    more = int(now - earlier)
    sign = "+" if more > 0 else "−" if more < 0 else "±"
    return say("overview.with_change", value=text, change=sign + format.number(language(), abs(more)))


def blocked_html(user: User, schools: dict[str, int], by_industry: pd.DataFrame) -> str:
    """Schools that are not open, then the industries by how many of their units are closed."""
    closed = schools["units"] - schools["resumed"]
    title = say("overview.schools_closed", closed=closed) if closed else say("overview.schools_open")
    note = say("overview.schools_note", applied=schools["applied"], rest=schools["closed"]) if closed else ""
    to = href("units", kind="school") if user.may("units.read") else None
    linked = f'<a class="go" href="{to}">{escape(title)}</a>' if to else escape(title)
    head = f'<div class="gc-heading"><h2>{linked}</h2><span>{escape(note)}</span></div>'
    frame = by_industry.assign(left=by_industry.units - by_industry.resumed)
    frame = frame[frame.left > 0].sort_values("left", ascending=False, kind="stable").head(MOST_BARS)
    top = max(1, int(frame.left.max())) if len(frame) else 1
    bars = [
        _bar(
            say("overview.unnamed") if pd.isna(row["key"]) else row["key"], row["left"] / top,
            say("overview.of", count=int(row["left"]), all=int(row["units"])), palette.of("accent"),
            href("units", industry=row["key"]) if to and not pd.isna(row["key"]) else None,
        )
        for row in frame.to_dict("records")
    ]  # fmt: skip
    return head + (
        f'<p class="gc-why">{escape(say("overview.blocked_note"))}</p><ul class="gc-bars">{"".join(bars)}</ul>'
        if bars
        else ""
    )


def _bar(name: str, share: float, text: str, colour: str, to: str | None) -> str:
    inner = (
        f'<span class="gc-bar-name">{escape(name)}</span>'
        f'<span class="gc-bar"><i style="width:{max(share, 0.01):.1%};background:{colour}"></i></span><span class="gc-bar-text">{escape(text)}</span>'
    )
    return f'<li><a class="go" href="{to}">{inner}</a></li>' if to else f"<li><div>{inner}</div></li>"
