"""Measures in words: when, by whom, what it forbids; and how a task stands."""

from __future__ import annotations

import pandas as pd

from core.i18n import format, has, t
from core.policy.loader import Measure
from core.policy.names import known_measures


def measure_name(language: str, code: str) -> str:
    """Of a measure, or of a kind of task that follows from none."""
    found = known_measures().get(code)
    if found is not None:
        return found.name(language)
    return t(language, f"task_kind.{code}") if has(f"task_kind.{code}") else code


def times(language: str, measure: Measure) -> str:
    """“每天2次”, “每3天”, “第1、3、7天”; empty for a standing rule."""
    if measure.standing:
        return ""
    if measure.on:
        key = "measures.on" if len(measure.on) > 1 else "measures.on_one"
        return t(language, key, days=t(language, "measures.comma").join(map(str, measure.on)))
    if measure.phased:
        return t(language, "measures.phased")
    if measure.every > 1:
        return t(language, "measures.every", days=measure.every)
    return t(language, "measures.times" if len(measure.slots) > 1 else "measures.daily", count=len(measure.slots))


def state(language: str, row: pd.Series) -> str:
    """“今天12:00前 · 已测温 08:10” of a task; its `done_by` is written as it stands."""
    due = format.moment(language, pd.Timestamp(row["due_at"]).to_pydatetime())
    words = t(language, f"task_status.{row['status']}")
    if row["status"] != "done":
        return t(language, "measures.state", state=words, due=due)
    how = t(language, f"task_how.{row['done_how']}", who=row["done_by"] if isinstance(row["done_by"], str) else "")
    when = format.moment(language, pd.Timestamp(row["done_at"]).to_pydatetime())
    return t(language, "measures.state_done", state=words, how=how, when=when)
