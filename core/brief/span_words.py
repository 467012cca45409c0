"""What became of the alerts and tasks of a span of days, as sections: of the week, or of the theme of a special brief."""

from __future__ import annotations

import pandas as pd

from core.brief.content import page_of, work_of
from core.brief.model import Section, Table
from core.i18n import format, t
from core.wall import Board

COUNTS = ("opened", "before", "closed", "open")


def alerts_of_span(lang: str, board: Board, found: pd.DataFrame, *, span: str = "weekly", **filters: str) -> Section:
    """`found`: Span.by_detector; `span`: weekly, or special, of which words speak; `filters`: of the page where they stand."""
    counts = {name: format.exact(int(found[name].sum())) for name in COUNTS}
    said = [t(lang, f"brief.alerts_{span}", **counts) if len(found) else t(lang, f"brief.alerts_none_{span}")]
    rows = [
        [t(lang, f"detector.{r.detector}"), *(format.exact(int(getattr(r, n))) for n in COUNTS)]
        for r in found.itertuples()
    ]
    heads = [t(lang, "brief.head.alert"), *count_heads(lang, span)]
    table = Table(heads, rows) if rows else None
    return Section("alerts", t(lang, "brief.part.alerts"), said, table, None, page_of(board, "anomalies", **filters))


def count_heads(lang: str, span: str) -> list[str]:
    names = ("this_week", "last_week") if span == "weekly" else ("this_span", "span_before")
    return [t(lang, f"brief.head.{name}") for name in (*names, "closed", "open")]


def work_of_span(
    lang: str, board: Board, row: tuple[int, int, int], *, span: str = "weekly", units: bool = True
) -> Section:
    """`row`: Span.tasks; `units`: with how far they have reopened."""
    due, done, in_time = row
    said = t(lang, f"brief.work_none_{span}")
    if due:
        counts = {"due": due, "done": done, "in_time": in_time}
        said = t(lang, f"brief.work_{span}", **{name: format.exact(n) for name, n in counts.items()})
    if units:
        return work_of(lang, board, said)
    return Section("work", t(lang, "brief.part.tasks"), [said], None, None, page_of(board, "tasks"))
