"""Who has an alert, until when, and who is told next."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.handling import told
from core.i18n import format
from core.store import Store
from pages.ui.alerts.facts import fact
from pages.ui.alerts.time_left import time_left
from pages.ui.shared.cached import read
from pages.ui.shared.duties import role_name
from pages.ui.shared.phones import call
from pages.ui.shared.session import place, say


def owner(store: Store, user: User, lang: str, alert: pd.Series) -> None:
    """Nothing for one that is closed."""
    steps = read(told, store, user.scope, alert_id=int(alert.alert_id), at=clock.now().replace(second=0, microsecond=0))
    if steps.empty or pd.isna(alert.due_at):
        return
    now = list(steps[steps.asked].itertuples())[-1]
    raised = f" <small>{escape(say('alerts.raised', count=int(alert.raised)))}</small>" if alert.raised else ""
    until = f"{escape(format.moment(lang, _moment(alert.due_at)))} {time_left(lang, alert)}{raised}"
    key = "alerts.close_by" if alert.status == "acknowledged" else "alerts.take_by"
    after = " → ".join(_who(step) for step in steps[~steps.asked].head(3).itertuples())
    st.html(
        fact("alerts.owner", _who(now, phone=True), safe=True)
        + fact(key, until, safe=True)
        + (fact("alerts.chain", f"<small>{after}</small>", safe=True) if after else "")
    )


def _who(step, *, phone: bool = False) -> str:
    name = f"<b>{escape(step.name)}</b>" if isinstance(step.name, str) else ""
    number = call(step.phone) if phone and isinstance(step.phone, str) else ""
    return " ".join(
        part for part in (escape(place(step.owner_grid)), escape(role_name(step.owner_role)), name, number) if part
    )


def _moment(value: object) -> datetime:
    return pd.Timestamp(value).to_pydatetime()
