"""Whom a detail is about, and the line where their phone stands: whoever is to be called first is called from here."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core.domain import User
from core.registry.person import person
from core.store import Store
from pages.ui.alerts.facts import fact
from pages.ui.shared.session import say


def contact(store: Store, user: User, alert: pd.Series, as_of: date) -> None:
    """Nothing where the alert is about a place, or the person is out of this reader's reach."""
    if pd.isna(alert.person_name):
        return
    st.html(fact("anomalies.person", alert.person_name))
    if user.may("people.read"):
        person_phone(store, user, int(alert.person_id), as_of)


def person_phone(store: Store, user: User, person_id: int, as_of: date) -> None:
    """As the register shows it to this reader."""
    known = person(store, user.scope, person_id=person_id, as_of=as_of)
    if known is not None:
        st.html(fact("anomalies.phone", known.phone or say("anomalies.no_phone")))
