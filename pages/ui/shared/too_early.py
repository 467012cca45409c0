"""A sentence about what can't be judged yet: silence of the detectors is not to be read as that all is well."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.domain import Scope
from core.i18n import format
from core.store import Store
from core.watch.too_early import too_early
from pages.ui.shared.cached import read
from pages.ui.shared.session import language, say


def say_too_early(store: Store, scope: Scope, *, as_of: date) -> None:
    """Draws nothing once everything can be judged."""
    waiting = read(too_early, store, scope, as_of=as_of)
    if waiting.empty:
        return
    parts = [
        say(
            "too_early.from", from_day=_day(day), kinds=say("too_early.joiner").join(say(f"detector.{d}") for d in rows)
        )
        for day, rows in waiting.groupby("from_day").detector
    ]
    told = say("too_early.title", since=_day(waiting.since.min()))
    gap = "" if language() == "zh" else " "
    st.info(told + gap + say("too_early.next").join(parts) + say("too_early.stop"), icon=":material/hourglass_top:")


def _day(day: date) -> str:
    return format.day(language(), day)
