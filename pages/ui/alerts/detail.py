"""One alert: the sentence, what can be done, the series and the rows behind it, who has it, what is to be done and what was done."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import format, t
from core.registry.grids import Grid, find_grid
from core.store import Store
from core.watch import CLUSTERS, clusters
from pages.ui.alerts import acting, around
from pages.ui.alerts.choosing import chosen_params
from pages.ui.alerts.contact import contact
from pages.ui.alerts.facts import chances, handled, place_and_people
from pages.ui.alerts.grounds import grounds
from pages.ui.alerts.handle import actions
from pages.ui.alerts.owner import owner
from pages.ui.alerts.picture import picture
from pages.ui.alerts.small_map import small_map
from pages.ui.shared import severity
from pages.ui.shared.controls import Filter
from pages.ui.shared.finding import finding
from pages.ui.shared.links import href
from pages.ui.shared.session import say


def detail(store: Store, user: User, lang: str, alert: pd.Series, chosen: Filter, listed: list[int]) -> None:
    """The alert of one row of `core.watch.alerts.alerts`; `listed`: the ids beside it, in their order."""
    with st.container(key="alert_detail"):
        back = href("anomalies", **chosen_params())
        st.html(f'<a class="go gc-back" href="{back}">← {say("anomalies.to_list")}</a>')
        st.html(f"<h5>{escape(finding(lang, alert))}</h5>{_state(lang, alert)}")
        acting.trouble()
        with st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="alert_acts"
        ):
            if user.may("anomalies.handle"):
                actions(store, user, alert, listed)
            _links(store, user, alert)
        left, middle, right = st.columns([4, 3, 3], gap="medium")
        with left, st.container(key="alert_left"):
            picture(store, user, lang, alert)
            grounds(store, user, lang, alert, chosen)
        with middle, st.container(gap=None, key="alert_middle"):
            contact(store, user, alert, chosen.today)
            owner(store, user, lang, alert)
            place_and_people(store, user, alert)
            chances(lang, alert)
            handled(lang, alert)
            small_map(store, user, alert)
        with right, st.container(key="alert_right"):
            around.playbook(store, user, lang, alert)
            around.acts(store, user, lang, alert)
            around.others(store, user, lang, alert, chosen)
            around.past(store, user, lang, alert)


def _state(lang: str, alert: pd.Series) -> str:
    first, last = (pd.Timestamp(d).date() for d in (alert.first_day, alert.last_day))
    span = format.day(lang, first)
    if last != first:
        span = say("anomalies.days", first=span, last=format.day(lang, last))
    kind, status = t(lang, f"detector.{alert.detector}"), t(lang, f"alert_status.{alert.status}")
    parts = [severity.labelled(alert.severity), *(f"<span>{escape(text)}</span>" for text in (kind, status, span))]
    return f'<div class="gc-state">{"".join(parts)}</div>'


def _links(store: Store, user: User, alert: pd.Series) -> None:
    grid = find_grid(store, user.scope, grid_id=int(alert.grid_id))
    if grid is None:
        return
    with st.container(horizontal=True, width="content", key="alert_links"):
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
        if user.may("duty.read"):
            about = {"grid": grid.code, "alert": str(int(alert.alert_id))}
            st.page_link("duty.py", label=say("duty_info.of_alert"), icon=":material/podium:", query_params=about)
        if user.may("clues.read"):
            about = {"grid": grid.code, "alert": str(int(alert.alert_id))}
            st.page_link("clues.py", label=say("clues.of_alert"), icon=":material/campaign:", query_params=about)
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
