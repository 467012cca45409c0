"""The theme of a special brief, and its first day."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from core.brief import LONGEST_DAYS, THEMES, USUAL_DAYS, Theme
from core.classify import class_counts
from core.domain import User
from core.policy.loader import RESIDENT
from core.report.wording import class_name
from core.screening.areas import areas
from core.store import Store
from core.watch.alerts import UNFINISHED, alerts
from core.watch.detectors import DETECTORS
from pages.ui.shared.controls import Filter
from pages.ui.shared.days import ask_day
from pages.ui.shared.session import language, place, say


def theme_choice(store: Store, user: User, chosen: Filter) -> Theme | None:
    """None: of the kind chosen there is nothing."""
    kind = st.selectbox(
        say("briefs.theme"), THEMES, format_func=lambda k: say(f"briefs.theme_of.{k}"), key="brief_theme", width=220
    )
    if kind == "period":
        return Theme(kind)
    found = {"class": _classes, "alerts": _kinds, "alert": _alerts, "area": _areas}[kind](store, user, chosen)
    if not found:
        return None
    value = st.selectbox(
        say("briefs.theme_which"), list(found), format_func=found.get, key=f"brief_which_{kind}", width=320
    )
    return Theme(kind, value)


def first_day(chosen: Filter) -> date | None:
    """None: it can't be chosen."""
    return ask_day(
        say("briefs.since"), chosen.last_day - timedelta(days=USUAL_DAYS - 1), latest=chosen.last_day, least=chosen.last_day - timedelta(days=LONGEST_DAYS - 1),
        format="YYYY-MM-DD", key="brief_since", width=180,
    )  # fmt: skip


def _classes(store: Store, user: User, chosen: Filter) -> dict[str, str]:
    found = class_counts(store, user.scope, grid=chosen.grid_id)
    return {code: class_name(language(), code) for code in found["class"] if code != RESIDENT}


def _kinds(_store: Store, _user: User, _chosen: Filter) -> dict[str, str]:
    return {code: say(f"detector.{code}") for code in DETECTORS}


def _alerts(store: Store, user: User, chosen: Filter) -> dict[str, str]:
    """The most urgent of those that stand."""
    found = alerts(store, user.scope, grid=chosen.grid_id, statuses=list(UNFINISHED), as_of=chosen.last_day, limit=100)
    return {
        str(r.alert_id): say(
            "briefs.theme_alert", number=r.alert_id, place=place(r.grid_name), name=say(f"detector.{r.detector}")
        )
        for r in found.itertuples()
    }


def _areas(store: Store, user: User, chosen: Filter) -> dict[str, str]:
    found = areas(store, user.scope, as_of=chosen.last_day)
    standing = found[found.state != "removed"]
    return {str(r.area_id): f"{r.name} · {say(f'risk.level.{r.level}')}" for r in standing.itertuples()}
