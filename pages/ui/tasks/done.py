"""How far measures are kept: a square per place, a line per measure, a bar per day. Never by officer."""

from __future__ import annotations

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from core.act import severity
from core.i18n import format
from core.report.measures import measure_name
from pages.ui.shared.links import href
from pages.ui.shared.session import language, place, say
from pages.ui.shared.squares import Square, squares

ORDER = {"high": 0, "medium": 1, "low": 2}


def by_place(today: pd.DataFrame) -> None:
    """A square per child grid, the worst first: how much is overdue, and what share is done."""
    st.html(_heading(say("tasks.by_place"), say("tasks.by_place_note")))
    if today.empty:
        st.caption(say("tasks.none_today"))
        return
    of = today.groupby(["grid_id", "code", "name", "lon", "lat"], as_index=False, dropna=False)[
        ["due", "done", "overdue"]
    ].sum()
    of["severity"] = [severity(row.due, row.overdue) for row in of.itertuples()]
    of = of.sort_values(["severity", "overdue"], key=lambda c: c.map(ORDER) if c.name == "severity" else -c)
    st.html(squares([_square(row) for row in of.itertuples()], label=say("tasks.by_place")))


def _square(row: tuple) -> Square:
    why = say("tasks.square", done=format.exact(row.done), due=format.exact(row.due))
    return Square(
        place(row.name),
        format.exact(row.overdue),
        row.severity,
        why,
        href("tasks", grid=row.code, state="late" if row.overdue else None),
    )


def by_measure(today: pd.DataFrame) -> None:
    if today.empty:
        return
    of = today.groupby("measure", as_index=False)[["due", "done", "overdue"]].sum()
    of = of.assign(share=of.overdue / of.due).sort_values("share", ascending=False)
    head = "".join(f'<th{c}>{escape(say(w))}</th>' for w, c in (
        ("tasks.column.measure", ""), ("tasks.column.due", ' class="gc-right"'), ("tasks.column.done", ' class="gc-right"'),
        ("tasks.column.overdue", ' class="gc-right"'), ("tasks.column.share", ""),
    ))  # fmt: skip
    rows = "".join(_measure(row) for row in of.itertuples())
    st.html(
        _heading(say("tasks.by_measure"), "")
        + f'<div class="gc-scroll" tabindex="0"><table class="gc-table gc-kept"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _measure(row: tuple) -> str:
    name = escape(measure_name(language(), row.measure))
    numbers = "".join(f'<td class="gc-right">{format.exact(n)}</td>' for n in (row.due, row.done, row.overdue))
    link = (
        f'<a class="go" href="{href("tasks", measure=row.measure, state="late" if row.overdue else None)}">{name}</a>'
    )
    return f"<tr><td>{link}</td>{numbers}<td>{_bar(row.due, row.done, row.overdue)}</td></tr>"


def by_day(kept: pd.DataFrame, today: date) -> None:
    """The days before, one bar each."""
    of = kept.groupby("day", as_index=False)[["due", "done", "overdue"]].sum()
    if len(of) < 2:
        return
    rows = "".join(_day(row, today) for row in of.sort_values("day", ascending=False).itertuples())
    st.html(_heading(say("tasks.by_day"), say("tasks.by_day_note")) + f'<ul class="gc-bars gc-kept-days">{rows}</ul>')


def _day(row: tuple, today: date) -> str:
    name = say("tasks.today") if row.day == today else format.day(language(), row.day, weekday=True)
    words = say("tasks.day", done=format.exact(row.done), due=format.exact(row.due), overdue=format.exact(row.overdue))
    return (
        f'<li><div><span class="gc-bar-name">{escape(name)}</span>{_bar(row.due, row.done, row.overdue)}'
        f'<span class="gc-bar-text">{escape(words)}</span></div></li>'
    )


def _bar(due: int, done: int, overdue: int) -> str:
    """Done in the accent, overdue in the colour of trouble, what is still to come left free."""
    words = escape(say("tasks.day", done=format.exact(done), due=format.exact(due), overdue=format.exact(overdue)))
    parts = "".join(
        f'<i class="{name}" style="width:{100 * n / due:.1f}%"></i>'
        for name, n in (("gc-done", done), ("gc-late", overdue))
        if n
    )
    return f'<span class="gc-parts" role="img" aria-label="{words}" title="{words}">{parts}</span>'


def _heading(title: str, note: str) -> str:
    return f'<div class="gc-heading"><h2>{escape(title)}</h2><span>{escape(note)}</span></div>'
