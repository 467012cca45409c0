"""What stands in a brief, in the order and with the words that counties use: findings first, then all towns, alerts, classes, work; and blank slots
for what only people know. Figures come from the board of the large screen, so that wall and paper say the same."""

from __future__ import annotations

import math
from datetime import timedelta

import pandas as pd

from core.brief.model import Brief, Section, Series, Table
from core.i18n import format, t
from core.i18n.places import place_name
from core.i18n.sentence import sentence
from core.policy.loader import RESIDENT
from core.report.duties import duty_name
from core.report.situation import Statement
from core.report.wording import class_name, placed, word
from core.small_numbers import FEWEST, is_small, left_out
from core.wall import Board

ALERTS = 10  # told one by one
BACK = (1, 7)  # days with which a figure is compared: yesterday, and the same weekday
SLOTS = ("problems", "next")  # that people fill


def brief_of(
    lang: str, board: Board, *, office: str, slots: dict[str, str] | None = None, wider: bool = False, severe: dict[int, int | None] | None = None
) -> Brief:  # fmt: skip
    """The daily one. `severe`: days back (of BACK) → severe alerts that were open then. `slots`: what people wrote under SLOTS; an empty one stays as a blank to be filled. `wider`: small numbers of people are not told."""
    sections = [
        _situation(lang, board, wider, severe or {}), towns_of(lang, board, wider), alerts_of(lang, board, wider), classes_of(lang, board, wider), _work(lang, board),
    ]  # fmt: skip
    period = t(lang, "brief.period", year=board.day.year, day=format.day(lang, board.day))
    return assembled(lang, board, sections, kind="daily", period=period, office=office, slots=slots or {}, wider=wider)


def assembled(
    lang: str,
    board: Board,
    sections: list[Section],
    *,
    kind: str,
    period: str,
    office: str,
    slots: dict[str, str],
    wider: bool,
    title: str = "",
    foot: str = "",
) -> Brief:
    """With the blanks that people fill, and each part numbered. `title`: other than that of its kind; `foot`: key of other words below."""
    place = place_name(lang, board.grid.name)
    every = [
        *sections,
        *(Section(code, t(lang, f"brief.part.{code}"), [slots.get(code, "").strip() or t(lang, "brief.blank")]) for code in SLOTS),
    ]  # fmt: skip
    numbered = [
        Section(**{**vars(s), "heading": t(lang, f"brief.nth.{n}", heading=s.heading)}) for n, s in enumerate(every, 1)
    ]
    return Brief(
        title=title or t(lang, "brief.title" if kind == "daily" else f"brief.title_{kind}", place=place), period=period, grid=place, day=board.day.isoformat(), language=lang,
        office=office, sections=numbered, foot=t(lang, foot or ("brief.foot_wider" if wider else "brief.foot")), kind=kind,
    )  # fmt: skip


def _situation(lang: str, board: Board, wider: bool, severe: dict[int, int | None]) -> Section:
    stop = t(lang, "brief.stop")
    told = [one.statement for one in board.told if not (wider and tells_few(one.statement))]
    said = [word(lang, placed(lang, one.finding)) + stop for one in told] or [t(lang, "brief.quiet")]
    if board.late_scans:  # of an earlier day: said rather than hidden
        said.append(t(lang, "brief.late_scans", count=format.exact(board.late_scans)))
    rows = [
        row
        for row in (
            *(_people(lang, board, code, wider) for code in board.singly),
            *(_people(lang, board, code, wider) for code in board.headline if code not in board.singly),
            _severe(lang, board, severe),
            _outsiders(lang, board),
            _units(lang, board),
        )
        if row
    ]
    heads = [
        t(lang, f"brief.head.{name}")
        for name in ("figure", "now", "yesterday", "since_yesterday", "week", "since_week")
    ]
    return Section(
        "situation",
        t(lang, "brief.part.situation"),
        said,
        Table(heads, rows),
        _curve(lang, board),
        page_of(board, "overview"),
    )


def tells_few(statement: Statement) -> bool:
    """Numbers of people that are too small for wider reading, in a sentence or as the difference of two."""
    figures = [clause.fields for clause in statement.finding]
    if statement.about == "alerts" and statement.code:  # of one kind: of so many people
        return any(is_small(f.get("value", 0)) for f in figures)
    if statement.about not in ("class", "indicator"):
        return False
    people = [f[name] for f in figures for name in ("now", "earlier") if name in f]
    people += [f["now"] - f["earlier"] for f in figures if {"now", "earlier"} <= f.keys()]
    people += [moved for f in figures for _, moved in f.get("moves", ())]
    return any(is_small(abs(int(one))) for one in people)


def _severe(lang: str, board: Board, before: dict[int, int | None]) -> list[str]:
    severe = board.standing[board.standing.severity == "high"]
    return _row(lang, t(lang, "figure.severe_alerts"), int(severe.alerts.sum()), [before.get(back) for back in BACK])


def _people(lang: str, board: Board, code: str, wider: bool) -> list[str]:
    row = board.classes[board.classes["class"] == code].iloc[0]
    before = [None if pd.isna(value) else int(value) for value in (row.yesterday, row.before)]
    return _row(lang, class_name(lang, code), int(row.people), before, small=wider)


def _outsiders(lang: str, board: Board) -> list[str] | None:
    known = board.days.dropna(subset=["outsiders"])
    by_day = {day.date(): int(seen) for day, seen in zip(pd.to_datetime(known.day), known.outsiders, strict=True)}
    if board.day not in by_day:
        return None
    before = [by_day.get(board.day - timedelta(days=back)) for back in BACK]
    return _row(lang, t(lang, "figure.outsiders"), by_day[board.day], before)


def _row(lang: str, label: str, now: int, before: list[int | None], *, small: bool = False) -> list[str]:
    """Now, and against each of BACK. `small`: numbers of people below FEWEST are left out, and what would tell them."""
    cells = [label, few_of(now, small)]
    for value in before:
        hidden = small and min(now, FEWEST if value is None else value) < FEWEST
        cells += ["—" if value is None else few_of(value, small), "—" if hidden else change_of(lang, now, value)]
    return cells


def _units(lang: str, board: Board) -> list[str] | None:
    """What is known of an earlier day's units is not."""
    if not board.units["units"]:
        return None
    share = format.percent(board.units["resumed"] / board.units["units"], 1)
    return [t(lang, "figure.resumed"), share, *["—"] * (2 * len(BACK))]


def change_of(lang: str, now: int, before: int | None) -> str:
    if before is None:
        return "—"
    if now == before:
        return t(lang, "brief.same")
    words = t(lang, "brief.more" if now > before else "brief.less", count=format.exact(abs(now - before)))
    return words + (t(lang, "brief.by", share=format.percent(abs(now - before) / before, 1)) if before else "")


def _curve(lang: str, board: Board) -> Series | None:
    table = board.curve
    if table.empty:
        return None
    days = [pd.Timestamp(d).date().isoformat() for d in table.day]
    names = [t(lang, f"brief.line.{name}") for name in ("observed", "low", "high")]
    values = [[_number(v) for v in table[name].astype(float)] for name in ("observed", "low", "high")]
    return Series(t(lang, "wall.curve"), days, names, values, lang)


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def towns_of(lang: str, board: Board, wider: bool) -> Section:
    """All of them with the sum first, ranked by outsiders per registered: counts alone would make the large town the worst."""
    severe = board.standing[board.standing.severity == "high"].groupby("grid_id").alerts.sum()
    last = board.by_day[pd.to_datetime(board.by_day.day) == pd.Timestamp(board.day)].set_index("grid_id").outsiders
    frame = board.children.assign(
        severe=board.children.grid_id.map(severe).fillna(0), outsiders_last=board.children.grid_id.map(last)
    )
    frame = frame.assign(rate=frame.outsiders_last / frame.people.where(frame.people > 0) * 100).sort_values(
        "rate", ascending=False, na_position="last", kind="stable"
    )
    heads = [t(lang, f"brief.head.{name}") for name in ("place", "people")] + [
        class_name(lang, c) for c in board.headline
    ]
    heads += [t(lang, f"brief.head.{name}") for name in ("outsiders", "rate", "severe", "coverage")]
    total = frame[["people", *board.headline, "outsiders_last", "severe"]].sum()
    people = float(total.people)
    rows = [
        [t(lang, "brief.total"), format.exact(int(people)), *(few_of(int(total[c]), wider) for c in board.headline), format.exact(int(total.outsiders_last)),
         f"{100 * total.outsiders_last / people:.1f}" if people else "—", format.exact(int(total.severe)), _share(board.days.coverage.dropna().tail(1).sum() or None)]
    ]  # fmt: skip
    hidden = {
        c: left_out(frame[c].fillna(0).astype(int).tolist()) if wider else set()
        for c in (*board.headline, "outsiders_last")
    }
    for number, row in enumerate(frame.to_dict("records")):
        came = ["*", "*"] if number in hidden["outsiders_last"] else [_exact(row["outsiders_last"]), _rate(row["rate"])]
        rows.append([
            place_name(lang, row["name"]), format.exact(int(row["people"])), *("*" if number in hidden[c] else format.exact(int(row[c])) for c in board.headline),
            *came, format.exact(int(row["severe"])), _share(row["coverage"]),
        ])  # fmt: skip
    return Section(
        "towns",
        t(lang, "brief.part.towns"),
        [t(lang, "brief.ranked")],
        Table(heads, rows, summed=True),
        None,
        page_of(board, "overview", view="rank"),
    )


def _exact(value: float) -> str:
    return "—" if pd.isna(value) else format.exact(int(value))


def _rate(value: float) -> str:
    return "—" if pd.isna(value) else f"{value:.1f}"


def few_of(people: int, wider: bool) -> str:
    return f"<{FEWEST}" if wider and is_small(people) else format.exact(people)


def _share(value: float | None) -> str:
    return "—" if value is None or pd.isna(value) else format.percent(float(value), 0)


def alerts_of(lang: str, board: Board, wider: bool) -> Section:
    """The severe ones one by one, in wider reading none that is about one person."""
    total, severe = (
        int(board.standing.alerts.sum()),
        int(board.standing[board.standing.severity == "high"].alerts.sum()),
    )
    shown = board.severe[~board.severe.of_person.astype(bool)] if wider else board.severe
    rows = [alert_row(lang, row) for row in shown.head(ALERTS).itertuples()]
    told = "alerts" if not rows else "alerts_all" if len(rows) == severe else "alerts_first"
    none = "alerts_none_then" if board.then else "alerts_none"
    counts = {"total": format.exact(total), "severe": format.exact(severe)}
    said = [t(lang, f"brief.{told if total else none}", **counts, **({"count": len(rows)} if told == "alerts_first" else {}))]  # fmt: skip
    heads = [t(lang, f"brief.head.{name}") for name in ("alert", "place", "since", "state", "owner")]
    return Section(
        "alerts",
        t(lang, "brief.part.alerts"),
        said,
        Table(heads, rows) if rows else None,
        None,
        page_of(board, "anomalies", severity="high"),
    )


def alert_row(lang: str, row: tuple) -> list[str]:
    """About people only the kind and where: a brief is handed on. Since which day, and not for how many: the reason counts days in its own way."""
    about = t(lang, f"detector.{row.detector}")
    if not row.of_person and isinstance(row.reason, str):
        about += t(lang, "brief.about", words=sentence(lang, row.reason, row.fields))
    since = t(lang, "brief.from", day=format.day(lang, pd.Timestamp(row.first_day).date()))
    owner = " ".join(
        p
        for p in (
            place_name(lang, row.owner_grid) if isinstance(row.owner_grid, str) else "",
            duty_name(lang, row.owner_role) if isinstance(row.owner_role, str) else "",
        )
        if p
    )
    place = " ".join(place_name(lang, p) for p in dict.fromkeys((row.township, row.grid_name)) if isinstance(p, str))
    return [about, place, since, t(lang, f"alert_status.{row.status}"), owner or "—"]


def classes_of(lang: str, board: Board, wider: bool) -> Section:
    shown = board.classes[
        (board.classes["class"] != RESIDENT) & ((board.classes.people > 0) | (board.classes.before.fillna(0) > 0))
    ]
    rows = [
        [class_name(lang, r["class"]), few_of(int(r["people"]), wider), "—" if pd.isna(r["before"]) else few_of(int(r["before"]), wider),
         "—" if wider else change_of(lang, int(r["people"]), None if pd.isna(r["before"]) else int(r["before"]))]
        for r in shown.to_dict("records")
    ]  # fmt: skip
    heads = [t(lang, f"brief.head.{name}") for name in ("class", "now", "week", "change")]
    said = [] if rows else [t(lang, "brief.classes_none")]
    return Section(
        "classes",
        t(lang, "brief.part.classes"),
        said,
        Table(heads, rows) if rows else None,
        None,
        page_of(board, "classes"),
    )


def _work(lang: str, board: Board) -> Section:
    due, late, done = (board.tasks.get(name, 0) for name in ("open", "overdue", "done"))
    said = t(lang, "wall.tasks", due=format.exact(due), overdue=format.exact(late), done=format.exact(done))
    return work_of(lang, board, said + t(lang, "brief.stop"))


def work_of(lang: str, board: Board, said: str) -> Section:
    """The section on work: what is `said` of tasks, and the units that have resumed."""
    units = board.units
    counts = {"units": units["units"], "resumed": units["resumed"], "rest": units["units"] - units["resumed"]}
    resumed = (
        [t(lang, "brief.units", **{name: format.exact(n) for name, n in counts.items()})] if units["units"] else []
    )
    return Section("work", t(lang, "brief.part.work"), [said, *resumed], None, None, page_of(board, "tasks"))


def page_of(board: Board, page: str, **filters: str) -> str:
    given = {"grid": board.grid.code, **filters}
    return f"/{'' if page == 'overview' else page}?" + "&".join(f"{k}={v}" for k, v in given.items())
