"""One alert: the sentence, the series behind it, who answers for the place, and what can be done."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import clock
from core.colours import GRADE, QUIET
from core.domain import User
from core.errors import UserError
from core.i18n import format, has, t
from core.i18n.sentence import sentence
from core.registry.cards import card
from core.registry.grids import find_grid, path
from core.store import Store
from core.watch import CLOSED, acknowledge, alert_series, close
from pages.ui.shared import charts, palette, severity
from pages.ui.shared.cached import read
from pages.ui.shared.session import say

HEIGHT = 280


def detail(store: Store, user: User, lang: str, alert: pd.Series) -> None:
    """The alert of one row of `core.watch.alerts.alerts`."""
    picture, facts = st.columns([5, 3], gap="large")
    with picture:
        _picture(store, user, lang, alert)
    with facts:
        _facts(store, user, lang, alert)
        if user.may("anomalies.handle") and alert.status not in CLOSED:
            _actions(store, user, alert)
        _links(store, user, alert)


def _picture(store: Store, user: User, lang: str, alert: pd.Series) -> None:
    series = read(alert_series, store, user.scope, alert_id=int(alert.alert_id))
    charts.heading(finding(lang, alert))
    if series.empty:
        st.caption(say("anomalies.no_series"))
        return
    fever = alert.detector == "fever"
    st.caption(say("anomalies.axis_fever" if fever else "anomalies.axis") + " · " + _legend(series))
    days = [pd.Timestamp(d).date() for d in series.day]
    top = float(series[["observed", "expected", "high"]].max(numeric_only=True).max() or 1)
    made = charts.figure(HEIGHT)
    charts.day_axis(made, days[0], days[-1])
    if series.high.notna().any():
        charts.band(made, days, list(series.low), list(series.high), name=say("anomalies.band"))
    if series.expected.notna().any():
        charts.line(made, days, list(series.expected), name=say("anomalies.expected"), colour=QUIET, dash="dot")
    charts.line(made, days, list(series.observed), name=say("anomalies.observed"), colour=palette.of("accent"))
    _flag(made, alert, days, list(series.observed))
    if fever:
        made.update_yaxes(range=[35.5, max(top, 38.5) + 0.3])
    else:
        charts.value_axis(made, top)
    charts.show(made, key=f"series_{alert.alert_id}", alt=finding(lang, alert))


def finding(lang: str, alert: pd.Series) -> str:
    """“淮海社区:三天进入人次 …”."""
    who = alert.grid_name if pd.isna(alert.person_name) else alert.person_name
    return say("anomalies.finding", who=who, sentence=sentence(lang, alert.reason, alert.fields))


def _legend(series: pd.DataFrame) -> str:
    parts = ["— " + say("anomalies.observed")]
    if series.expected.notna().any():
        parts.append("┄ " + say("anomalies.expected"))
    if series.high.notna().any():
        parts.append("▇ " + say("anomalies.band"))
    return "  ".join([*parts, "◆ " + say("anomalies.flagged")])


def _flag(made: object, alert: pd.Series, days: list, observed: list) -> None:
    first, last = pd.Timestamp(alert.first_day).date(), pd.Timestamp(alert.last_day).date()
    hit = [(d, v) for d, v in zip(days, observed, strict=True) if first <= d <= last and not pd.isna(v)]
    made.add_scatter(
        x=[d for d, _ in hit],
        y=[v for _, v in hit],
        mode="markers",
        name=say("anomalies.flagged"),
        marker={"color": GRADE["high"], "size": 9 if len(hit) <= 7 else 6, "symbol": "diamond"},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _facts(store: Store, user: User, lang: str, alert: pd.Series) -> None:
    first, last = (pd.Timestamp(d).date() for d in (alert.first_day, alert.last_day))
    span = format.day(lang, first)
    if last != first:
        span = say("anomalies.days", first=span, last=format.day(lang, last))
    st.markdown(
        f"{severity.markdown(alert.severity)} · {t(lang, f'detector.{alert.detector}')} · "
        f"{t(lang, f'alert_status.{alert.status}')} · {span}"
    )
    if not pd.isna(alert.person_name):
        _fact("anomalies.person", alert.person_name)
    _fact("anomalies.place", " · ".join(n for n in (alert.township, alert.grid_name) if not pd.isna(n)))
    _fact("anomalies.responsible", _responsible(store, user, int(alert.grid_id)))
    if not pd.isna(alert.handled_by):
        moment = format.moment(lang, pd.Timestamp(alert.handled_at).to_pydatetime())
        st.caption(charts.escape(say("anomalies.handled", who=alert.handled_by, moment=moment)))
    note = alert.get("closing_reason")
    if note is not None and not pd.isna(note):
        key = f"anomalies.closed_because.{note}"  # of those that the system closed, a code
        st.caption(charts.escape(say("anomalies.closing_reason", reason=say(key) if has(key) else note)))


def _fact(key: str, value: str) -> None:
    st.markdown(f":gray[{say(key)}]　{charts.escape(value)}")


def _responsible(store: Store, user: User, grid_id: int) -> str:
    """Who answers for the grid, or for the nearest grid above it that has someone."""
    for grid in reversed(path(store, user.scope, grid_id=grid_id)):
        found = read(card, store, user.scope, grid_id=grid.grid_id)
        answering = found.of("responsible") + found.chain if found else ()
        if answering:
            known = " / ".join(" ".join(v for v in (d.name, d.position, d.phone) if v) for d in answering)
            return known if grid.grid_id == grid_id else f"{known} · {grid.name}"
    return say("anomalies.no_responsible")


def _links(store: Store, user: User, alert: pd.Series) -> None:
    grid = find_grid(store, user.scope, grid_id=int(alert.grid_id))
    if grid is None:
        return
    with st.container(horizontal=True):
        if user.may("map.read"):
            st.page_link(
                "grid_map.py", label=say("anomalies.to_map"), icon=":material/map:", query_params={"grid": grid.code}
            )
        if user.may("people.read") and not pd.isna(alert.person_id):
            st.page_link(
                "people.py",
                label=say("anomalies.to_person"),
                icon=":material/person:",
                query_params={"grid": grid.code, "person": str(int(alert.person_id))},
            )
        elif user.may("trends.read") and pd.isna(alert.person_id):
            st.page_link(
                "trends.py", label=say("anomalies.to_trends"), icon=":material/trending_up:",
                query_params={"grid": grid.code},
            )  # fmt: skip


def _actions(store: Store, user: User, alert: pd.Series) -> None:
    number = int(alert.alert_id)
    with st.container(horizontal=True):
        if alert.status == "open" and st.button(
            say("anomalies.acknowledge"), type="primary", icon=":material/check:", key=f"ack_{number}"
        ):
            _done(lambda: acknowledge(store, user.scope, [number], actor=user.login, at=clock.now()))
        for action, status in (("resolve", "resolved"), ("dismiss", "dismissed")):
            with (
                st.popover(say(f"anomalies.{action}"), key=f"pop_{action}_{number}"),
                st.form(f"{action}_{number}", border=False),
            ):
                reason = st.text_area(say(f"anomalies.{action}_why"), key=f"why_{action}_{number}", max_chars=300)
                if st.form_submit_button(say(f"anomalies.{action}"), type="primary"):
                    if reason.strip():
                        _done(lambda s=status, r=reason: close(
                            store, user.scope, number, status=s, reason=r.strip(), actor=user.login, at=clock.now()
                        ))  # fmt: skip
                    else:
                        st.error(say("anomalies.why_needed"))


def _done(action: object) -> None:
    try:
        action()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    st.rerun()
