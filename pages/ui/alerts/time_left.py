"""How long an alert may still wait, as HTML: in the colour of trouble where its time is over."""

from __future__ import annotations

from html import escape

import pandas as pd

from core import clock
from pages.ui.shared.session import say

MINUTES, HOURS = 60, 48 * 60


def time_left(alert) -> str:
    """Empty for one that is closed."""
    if pd.isna(alert.due_at):
        return ""
    left = round((pd.Timestamp(alert.due_at) - pd.Timestamp(clock.now())).total_seconds() / 60)
    key, kind = ("alerts.late", "gc-late") if left <= 0 else ("alerts.left", "gc-left")
    return f'<span class="{kind}">{escape(say(key, span=span(abs(left))))}</span>'


def span(minutes: int) -> str:
    if minutes < MINUTES:
        return say("alerts.minutes", count=minutes)
    if minutes < HOURS:
        return say("alerts.hours", count=minutes // 60)
    return say("alerts.days", count=minutes // (24 * 60))
