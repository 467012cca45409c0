"""Whom a detail is about, and the line where their phone stands: whoever is to be called first is called from here."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core.domain import User
from core.store import Store
from pages.ui.alerts.facts import fact
from pages.ui.shared.phones import phone_line


def contact(store: Store, user: User, alert: pd.Series, as_of: date) -> None:
    """Nothing where the alert is about a place, or the person is out of this reader's reach."""
    if pd.isna(alert.person_name):
        return
    st.html(fact("anomalies.person", alert.person_name))
    if user.may("people.read"):
        phone_line(store, user, int(alert.person_id), place="anomalies", as_of=as_of)
