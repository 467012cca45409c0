"""One alert: the sentence, what can be done, the series and the rows behind it, who answers for the place."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import format, t
from core.registry.grids import Grid, find_grid
from core.store import Store
from core.watch import CLOSED, CLUSTERS, OUTCOMES, acknowledge, close, clusters
from pages.ui.alerts import acting
from pages.ui.alerts.choosing import chosen_params
from pages.ui.alerts.contact import contact
from pages.ui.alerts.facts import chances, handled, place_and_people
from pages.ui.alerts.grounds import grounds
from pages.ui.alerts.picture import picture
from pages.ui.alerts.wording import finding
from pages.ui.shared import severity
from pages.ui.shared.controls import Filter
from pages.ui.shared.links import href
from pages.ui.shared.session import say

OVER = "over"  # it ended by itself: what became of it may still be said


def detail(store: Store, user: User, lang: str, alert: pd.Series, chosen: Filter, listed: list[int]) -> None:
    """The alert of one row of `core.watch.alerts.alerts`; `listed`: the ids beside it, in their order."""
    with st.container(key="alert_detail"):
        back = href("anomalies", **chosen_params())
        st.html(f'<a class="go gc-back" href="{back}">← {say("anomalies.to_list")}</a>')
        st.html(f"<h5>{escape(finding(lang, alert))}</h5>{_state(lang, alert)}")
        acting.trouble()
        if user.may("anomalies.handle"):
            _actions(store, user, alert, listed)
        pictured, beside = st.columns([3, 2], gap="medium")
        with pictured:
            picture(store, user, lang, alert)
        with beside, st.container(gap=None):
            contact(store, user, alert, chosen.today)
            place_and_people(store, user, alert)
            chances(lang, alert)
            handled(lang, alert)
            _links(store, user, alert)
        grounds(store, user, lang, alert, chosen)


def _state(lang: str, alert: pd.Series) -> str:
    first, last = (pd.Timestamp(d).date() for d in (alert.first_day, alert.last_day))
    span = format.day(lang, first)
    if last != first:
        span = say("anomalies.days", first=span, last=format.day(lang, last))
    kind, status = t(lang, f"detector.{alert.detector}"), t(lang, f"alert_status.{alert.status}")
    parts = [severity.labelled(alert.severity), *(f"<span>{escape(text)}</span>" for text in (kind, status, span))]
    return f'<div class="gc-state">{"".join(parts)}</div>'


def _actions(store: Store, user: User, alert: pd.Series, listed: list[int]) -> None:
    number, act = int(alert.alert_id), acting.last_act()
    with st.container(horizontal=True, vertical_alignment="center", key="alert_actions"):
        if act is not None and number in act.alerts:
            acting.said(store, user, act, key=str(number))
        elif alert.status == "open":
            st.button(
                say("anomalies.acknowledge"),
                type="primary",
                icon=":material/check:",
                key=f"ack_{number}",
                on_click=_acknowledge,
                args=(store, user, number, listed),
            )
        if alert.status not in CLOSED or alert.closing_reason == OVER:
            for verb, status in (("resolve", "resolved"), ("dismiss", "dismissed")):
                _closing(store, user, number, listed, verb, status)


def _acknowledge(store: Store, user: User, number: int, listed: list[int]) -> None:
    acting.do(
        "acknowledged",
        [number],
        listed,
        lambda now: acknowledge(store, user.scope, [number], actor=user.login, at=now),
    )


def _closing(store: Store, user: User, number: int, listed: list[int], verb: str, status: str) -> None:
    with (
        st.popover(say(f"anomalies.{verb}"), key=f"pop_{verb}_{number}"),
        st.form(f"{verb}_{number}", border=False),
    ):
        outcomes = OUTCOMES[status]
        outcome = outcomes[0] if len(outcomes) == 1 else st.radio(
            say("anomalies.outcome_why"), outcomes, index=None, format_func=lambda o: say(f"outcome.{o}"), key=f"outcome_{verb}_{number}"
        )  # fmt: skip
        reason = st.text_area(say(f"anomalies.{verb}_why"), key=f"why_{verb}_{number}", max_chars=300).strip()
        if not st.form_submit_button(say(f"anomalies.{verb}"), type="primary"):
            return
        if not reason or outcome is None:
            st.error(say("anomalies.outcome_needed" if reason else "anomalies.why_needed"))
            return
        done = {"status": status, "outcome": outcome, "reason": reason, "actor": user.login}
        acting.do(status, [number], listed, lambda now: close(store, user.scope, number, at=now, **done))
    st.rerun()


def _links(store: Store, user: User, alert: pd.Series) -> None:
    grid = find_grid(store, user.scope, grid_id=int(alert.grid_id))
    if grid is None:
        return
    with st.container(horizontal=True, key="alert_links"):
        if user.may("map.read"):
            st.page_link(
                "grid_map.py",
                label=say("anomalies.to_map"),
                icon=":material/map:",
                query_params=_on_map(store, user, alert, grid),
            )
        if user.may("tasks.handle"):
            about = {"about": str(int(alert.person_id))} if not pd.isna(alert.person_id) else {}
            asked = {"grid": grid.code, "alert": str(int(alert.alert_id)), **about}
            st.page_link("tasks.py", label=say("tasks.new_link"), icon=":material/add_task:", query_params=asked)
        if user.may("people.read") and not pd.isna(alert.person_id):
            st.page_link(
                "people.py",
                label=say("anomalies.to_person"),
                icon=":material/person:",
                query_params={"grid": grid.code, "person": str(int(alert.person_id))},
            )
        elif user.may("trends.read") and pd.isna(alert.person_id):
            st.page_link(
                "trends.py",
                label=say("anomalies.to_trends"),
                icon=":material/trending_up:",
                query_params={"grid": grid.code},
            )


def _on_map(store: Store, user: User, alert: pd.Series, grid: Grid) -> dict[str, str]:
    """The grid itself; of a cluster the area in which all of its grids lie, with its outline."""
    if alert.detector not in CLUSTERS:
        return {"grid": grid.code}
    found = clusters(store, user.scope, ids=[int(alert.alert_id)])
    around = found.around.iloc[0] if len(found) and isinstance(found.around.iloc[0], str) else grid.code
    return {"grid": around, "cluster": str(int(alert.alert_id))}
