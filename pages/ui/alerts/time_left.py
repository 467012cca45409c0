"""How long an alert may still wait, as HTML: in the colour of trouble where its time is over."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pandas as pd

from core import clock
from core.i18n import t

MINUTES, HOURS = 60, 48 * 60


def time_left(lang: str, alert, *, now: datetime | None = None) -> str:
    """Empty for one that is closed."""
    if pd.isna(alert.due_at):
        return ""
    left = round((pd.Timestamp(alert.due_at) - pd.Timestamp(now or clock.now())).total_seconds() / 60)
    key, kind = ("alerts.late", "gc-late") if left <= 0 else ("alerts.left", "gc-left")
    return f'<span class="{kind}">{escape(t(lang, key, span=span(lang, abs(left))))}</span>'


def span(lang: str, minutes: int) -> str:
    if minutes < MINUTES:
        return t(lang, "alerts.minutes", count=minutes)
    if minutes < HOURS:
        return t(lang, "alerts.hours", count=minutes // 60)
    return t(lang, "alerts.days", count=minutes // (24 * 60))
