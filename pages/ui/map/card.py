"""The card of a grid beside its map."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from core.classify.ladder import ladder
from core.domain import User
from core.i18n import format
from core.i18n.sentence import sentence
from core.registry.cards import Card, Duty
from core.report.grade_words import way_down, ways_up
from pages.ui.shared import charts, palette, severity
from pages.ui.shared.cached import read
from pages.ui.shared.closed import closed_line
from pages.ui.shared.controls import Filter
from pages.ui.shared.coverage import LOW, coverage_label
from pages.ui.shared.duties import role_name
from pages.ui.shared.links import href
from pages.ui.shared.phones import call
from pages.ui.shared.session import language, place, say, store


def show_card(card: Card, days: pd.DataFrame, alerts: pd.DataFrame, chosen: Filter, user: User) -> None:
    """Name and grade, who answers for it, figures, trend and open alerts.

    `days`: core.rollup.series.daily of the grid; `alerts`: its open alerts, worst first.
    """
    with st.container(border=True, key="card"):
        _head(card)
        if card.grade:
            _grade(card, user)
        closed_line(card.grid, chosen.today)
        _responsible(card)
        _figures(card, days)
        _trend(days, chosen)
        _alerts(alerts, card, user)
        _links(card, user)


def _head(card: Card) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(charts.escape(place(card.grid.name)), anchor=False, width="content")
        st.badge(say(f"level.{card.grid.level}"), color="gray")
    st.caption(say("map.card.code", code=charts.escape(card.grid.code)))


def _grade(card: Card, user: User) -> None:
    """With why and since when; the nearest step up or down, and the way to all of its rules."""
    grade = card.grade
    word = f"{severity.mark(grade.grade)} {html.escape(say(f'grade.{grade.grade}'))}"
    st.html(f'<span class="gc-grade gc-lit-{grade.grade}">{word}</span>')
    since = say("map.card.since", day=format.day(language(), grade.since))
    st.caption(charts.escape(sentence(language(), grade.reason, grade.fields) + since))
    if not user.may("classes.read"):
        return
    found = read(ladder, store(), user.scope, grid=card.grid.grid_id)
    steps = [*ways_up(language(), found, most=1), way_down(language(), found)] if found else []
    to = href("classes", part="grades", grid=card.grid.code)
    lines = "".join(f"<div>{html.escape(step)}</div>" for step in steps if step)
    st.html(
        f'<div class="gc-why">{lines}<a class="go gc-more-link" href="{to}">{html.escape(say("map.card.to_ladder"))}</a></div>'
    )


def _responsible(card: Card) -> None:
    groups = {"responsible": card.of("responsible") + card.chain, "deputy": card.of("deputy")}
    for role, people in groups.items():
        for person in people:
            st.html(_duty(person))
            if person.duties:
                st.caption(say("map.card.duties", duties=charts.escape(person.duties)))
        if not people:
            st.caption(say(f"map.card.no_{role}"))


def _duty(duty: Duty) -> str:
    parts = [
        f"<b>{html.escape(duty.name)}</b>",
        duty.position and html.escape(duty.position),
        duty.phone and call(duty.phone),
    ]
    return f"{html.escape(role_name(duty.role))} " + " · ".join(p for p in parts if p)


def _figures(card: Card, days: pd.DataFrame) -> None:
    lang = language()
    # Of all days together: each day's coverage weighs as much as was expected of it.
    expected = float(days.expected.sum())
    coverage = float((days.coverage * days.expected).sum()) / expected if expected else None
    held = ("members", card.members) if card.grid.axis == "block" else ("people", card.people)
    measured = days[days.check_ins.notna()]
    scans, fevers = (float(measured[name].sum()) if len(measured) else None for name in ("check_ins", "fevers"))
    figures = [
        (say(f"map.card.{held[0]}"), format.number(lang, held[1])),
        (say("map.card.households"), format.number(lang, card.households)),
        (say("map.card.units"), format.number(lang, card.units)),
        (say("indicator.check_ins"), format.number(lang, scans)),
        (say("indicator.coverage"), format.percent(coverage, 0)),
        (say("map.card.fevers"), format.number(lang, fevers)),
    ]
    for row in (figures[:3], figures[3:]):
        with st.container(horizontal=True, gap="small"):
            for label, value in row:
                with st.container(width=86, gap=None):
                    st.caption(label)
                    st.markdown(f"##### {value}")
    if coverage is not None and coverage < LOW:
        st.caption(coverage_label(coverage))


def _trend(days: pd.DataFrame, chosen: Filter) -> None:
    if days.empty or not days.check_ins.sum():
        st.caption(say("map.card.no_check_ins"))
        return
    st.caption(say("map.card.trend"))
    made = charts.figure(110)
    charts.day_axis(made, chosen.since, chosen.until)
    ends = sorted({chosen.since, chosen.until})  # the card is narrow
    made.update_xaxes(tickvals=ends, ticktext=[format.day(language(), d) for d in ends])
    x, y = days.day.tolist(), days.check_ins.tolist()
    charts.line(made, x, y, name=say("indicator.check_ins"), colour=palette.of("accent"), width=2)
    charts.value_axis(made, float(days.check_ins.max()), ticks=2)
    charts.show(made, key="card_trend", alt=say("map.card.trend"))


def _alerts(alerts: pd.DataFrame, card: Card, user: User) -> None:
    if not user.may("anomalies.read"):
        return
    st.markdown("**" + say("map.card.alerts", count=len(alerts)) + "**")
    if alerts.empty:
        st.caption(say("map.card.no_alerts"))
    for row in alerts.head(3).itertuples():
        who = row.person_name if isinstance(row.person_name, str) else place(row.grid_name)
        text = sentence(language(), row.reason, row.fields)
        with st.container(horizontal=True, gap="small", wrap=False):
            st.html(severity.labelled(row.severity), width="content")
            st.markdown(
                f"{charts.escape(str(who))}：{charts.escape(text)}"
                if language() == "zh"
                else f"{charts.escape(str(who))}: {charts.escape(text)}"
            )


def _links(card: Card, user: User) -> None:
    with st.container(horizontal=True, gap="medium"):
        for page, permission in (("people", "people.read"), ("trends", "trends.read"), ("anomalies", "anomalies.read")):
            if user.may(permission):
                st.page_link(f"{page}.py", label=say(f"map.card.to_{page}"), query_params={"grid": card.grid.code})
