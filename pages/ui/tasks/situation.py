"""The first sentence: how much is due today, how much of it is done and overdue, where it is worst, and who is missing."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.act import task_counts
from core.domain import Scope
from core.i18n import format
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.links import href
from pages.ui.shared.session import place, say


def doable(store: Store, scope: Scope, *, grid: int, at: datetime) -> tuple[int, int]:
    """What is overdue and can still be done, as menu and list count it: in all, and of it what was due on earlier days."""
    given = {"at": at.replace(second=0), "grid": grid, "statuses": ["overdue"], "now_only": True}
    found = [read(task_counts, store, scope, **given, on=day)["overdue"] for day in (None, at.date())]
    return found[0], found[0] - found[1]


def sentence(today: pd.DataFrame, late: tuple[int, int], nobody: pd.DataFrame) -> None:
    """`today`: core.act.compliance of one day, of which each figure leads to its tasks; `late`: as `doable` tells; `nobody`: core.act.gaps."""
    due, done, overdue = (int(today[name].sum()) for name in ("due", "done", "overdue"))
    if not due:
        text, lit = escape(say("tasks.none_today")), "low"
    else:
        parts = [
            escape(say("tasks.due", count=format.exact(due))),
            _link(say("tasks.done", count=format.exact(done), share=format.percent(done / due, 0)), state="did"),
            _link(say("tasks.open", count=format.exact(due - done - overdue)), state="today"),
            _link(say("tasks.overdue", count=format.exact(overdue)), state="late"),
        ]
        text, lit = (
            escape(say("tasks.comma")).join(parts) + _worst(today) + escape(say("tasks.stop")),
            "high" if overdue else "low",
        )
    count, earlier = late
    words = say("tasks.doable", count=format.exact(count), earlier=format.exact(earlier))
    told = [_link(words, state="overdue")] if count else []
    told += [escape(say("tasks.gaps_found", count=format.exact(len(nobody))))] if len(nobody) else []
    small = f'<p class="gc-small">{" ".join(told)}</p>' if told else ""
    st.html(
        f'<section class="gc-situation gc-is-{lit}" aria-label="{escape(say("page.tasks"))}"><p>{text}</p>{small}</section>'
    )


def _worst(today: pd.DataFrame) -> str:
    """The place with the most that is overdue, where there are several."""
    of = today.groupby(["code", "name"], as_index=False)["overdue"].sum().sort_values("overdue", ascending=False)
    if len(of) < 2 or not of.overdue.iloc[0]:
        return ""
    row = of.iloc[0]
    words = say("tasks.worst", place=place(row["name"]), count=format.exact(int(row.overdue)))
    return escape(say("tasks.comma")) + _link(words, state="late", grid=row.code)


def _link(words: str, **params: object) -> str:
    return f'<a class="go" href="{href("tasks", **params)}">{escape(words)}</a>'
