"""The weekly brief: the seven days until a day beside the seven before, in the order of the daily one."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from core.brief.content import assembled, change_of, classes_of, few_of, page_of, tells_few
from core.brief.model import Brief, Section, Series, Table
from core.brief.span_words import alerts_of_span, work_of_span
from core.brief.spans import Span
from core.domain import Scope
from core.i18n import format, t
from core.i18n.places import place_name
from core.report.wording import placed, word
from core.small_numbers import is_small, left_out
from core.store import Store
from core.wall import Board

DAYS = 7
COUNTED = ("check_ins", "entries", "outsiders", "fevers")
OF_PEOPLE = ("outsiders", "fevers")


def weekly_of(
    store: Store,
    scope: Scope,
    lang: str,
    board: Board,
    *,
    office: str,
    slots: dict[str, str] | None = None,
    wider: bool = False,
) -> Brief:
    """Sums of a week stand only where none of its days is missing; else they say so."""
    since = board.day - timedelta(days=DAYS - 1)
    span = Span(store, scope, board.grid.grid_id, since, board.day)
    sections = [
        _situation(lang, board, since, wider), _towns(lang, board, since, wider), alerts_of_span(lang, board, span.by_detector()),
        classes_of(lang, board, wider), work_of_span(lang, board, span.tasks()),
    ]  # fmt: skip
    period = t(
        lang,
        "brief.period_weekly",
        year=board.day.year,
        since=format.day(lang, since),
        until=format.day(lang, board.day),
    )
    return assembled(lang, board, sections, kind="weekly", period=period, office=office, slots=slots or {}, wider=wider)


def sums(days: pd.DataFrame, name: str, since: pd.Timestamp) -> tuple[int | None, int | None]:
    """(of the week from `since`, of the week before); None where a day of it is missing."""
    at = pd.to_datetime(days.day)
    weeks = [
        days.loc[(at >= start) & (at < start + pd.Timedelta(days=DAYS)), name].dropna()
        for start in (since, since - pd.Timedelta(days=DAYS))
    ]
    return tuple(int(one.sum()) if len(one) == DAYS else None for one in weeks)


def _situation(lang: str, board: Board, since, wider: bool) -> Section:
    stop = t(lang, "brief.stop")
    told = [one.statement for one in board.told if not (wider and tells_few(one.statement))]
    said = [word(lang, placed(lang, one.finding)) + stop for one in told] or [t(lang, "brief.quiet")]
    heads = [t(lang, f"brief.head.{name}") for name in ("figure", "this_week", "last_week", "change")]
    rows = []
    for name in COUNTED:
        if name not in board.days:
            continue
        now, before = sums(board.days, name, pd.Timestamp(since))
        change = change_of(lang, now, before) if now is not None else "—"
        few = wider and name in OF_PEOPLE and any(value is not None and is_small(value) for value in (now, before))
        told_now, told_before = (
            few_of(v, wider and name in OF_PEOPLE) if v is not None else "—" for v in (now, before)
        )
        rows.append([t(lang, f"indicator.{name}"), told_now, told_before, "—" if few else change])
    days = board.days[pd.to_datetime(board.days.day) >= pd.Timestamp(since) - pd.Timedelta(days=DAYS)]
    series = None
    if "outsiders" in days and len(days):
        values = days.outsiders.astype(float).to_numpy()
        names = [t(lang, "brief.line.observed"), t(lang, "brief.line.low"), t(lang, "brief.line.high")]
        curve = (
            board.curve.set_index(pd.to_datetime(board.curve.day)).reindex(pd.to_datetime(days.day))
            if len(board.curve)
            else None
        )
        band = [
            [
                None if curve is None or pd.isna(v) else float(v)
                for v in (curve[side] if curve is not None else [None] * len(values))
            ]
            for side in ("low", "high")
        ]
        series = Series(
            t(lang, "wall.curve"), [pd.Timestamp(d).date().isoformat() for d in days.day], names, [[None if pd.isna(v) else float(v) for v in values], *band], lang
        )  # fmt: skip
    return Section(
        "situation",
        t(lang, "brief.part.situation"),
        said,
        Table(heads, rows),
        series,
        page_of(board, "trends", days="14"),
    )


def _towns(lang: str, board: Board, since, wider: bool) -> Section:
    """Ranked by the week's outsiders per hundred registered; the sum first."""
    long = board.by_day
    weeks = {grid: sums(days, "outsiders", pd.Timestamp(since)) for grid, days in long.groupby("grid_id")}
    rows = []
    for row in board.children.to_dict("records"):
        now, before = weeks.get(row["grid_id"], (None, None))
        people = int(row["people"])
        rows.append((people, now, before, place_name(lang, row["name"])))
    rows.sort(key=lambda r: -(r[1] / r[0]) if r[0] and r[1] is not None else 1)
    whole = (
        [None if any(r[i] is None for r in rows) else sum(r[i] for r in rows) for i in (0, 1, 2)]
        if rows
        else [0, None, None]
    )
    heads = [t(lang, f"brief.head.{name}") for name in ("place", "people", "this_week", "last_week", "change", "rate")]
    table = [_town(lang, t(lang, "brief.total"), *whole), *(_town(lang, r[3], *r[:3]) for r in rows)]
    if wider:
        table = [table[0], *hidden_few(table[1:], [r[1:3] for r in rows])]
    return Section(
        "towns",
        t(lang, "brief.part.towns"),
        [t(lang, "brief.ranked_weekly")],
        Table(heads, table, summed=True),
        None,
        page_of(board, "overview", view="rank"),
    )


def _town(lang: str, name: str, people: int, now: int | None, before: int | None) -> list[str]:
    rate = f"{100 * now / people:.1f}" if people and now is not None else "—"
    return [
        name,
        format.exact(people),
        _told(now),
        _told(before),
        change_of(lang, now, before) if now is not None else "—",
        rate,
    ]


def hidden_few(table: list[list[str]], counts: list[tuple[int | None, int | None]]) -> list[list[str]]:
    """Of the rows name, people, now, before, change, rate: small numbers, and what would tell them, are left out. `counts`: now, before."""
    now, before = (left_out([pair[side] or 0 for pair in counts]) for side in (0, 1))
    return [
        [
            *row[:2],
            "*" if n in now else row[2],
            "*" if n in before else row[3],
            "*" if n in now | before else row[4],
            "*" if n in now else row[5],
        ]
        for n, row in enumerate(table)
    ]


def _told(value: int | None) -> str:
    return "—" if value is None else format.exact(value)
