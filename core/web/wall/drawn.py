"""The board in words and lines: what the template of the large screen is filled with. No personal values."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import pandas as pd

from core.i18n import format, t
from core.i18n.places import place_name
from core.i18n.sentence import sentence
from core.policy.loader import RESIDENT
from core.report import headline
from core.report.duties import duty_name
from core.report.headline import Figure
from core.report.trouble import level, why
from core.report.wording import class_name, placed, word
from core.wall import Board
from core.wall.outlines import HIGH, WIDE, Outline
from core.web.wall.lines import area, band, bent, line, scale

CLASSES = 4
LETTER, LINE = 22, 26  # units of the map: of a letter, of a line
AT_ONCE = 5  # alerts beside each other; the others take turns
STALE = timedelta(days=1, hours=12)  # after the end of the last day in: then data have stopped


Names = dict[tuple[int, str], str]  # (grid, duty) → who holds it


def drawn(
    lang: str, board: Board, *, now: datetime, names: Names | None = None, outlines: dict[int, Outline] | None = None
) -> dict:
    """`names`: of officials, where the settings allow them; `outlines`: of the children, where the county has given them."""
    officials = names or {}
    names = dict(zip(board.children.grid_id, board.children.name.map(lambda name: place_name(lang, name)), strict=True))
    short, severe = _short(names), _severe(board)
    ranked, whys = _worst_first(severe), _whys(lang, board)
    return {
        "grid": place_name(lang, board.grid.name), "pack": board.pack, "stopped": _stopped(lang, board, now), "data": _data(lang, board),
        "figures": _figures(lang, board), "leading": [word(lang, placed(lang, s.finding)) for s in board.leading], "doubt": word(lang, placed(lang, board.doubt.finding)),
        "squares": [_square(board, g, short[g], int(severe[g]), whys[g]) for g in ranked],
        "flows": _flows(lang, board), "rows": 1 + max((row for row, _ in board.cells.values()), default=0),
        "columns": 1 + max((column for _, column in board.cells.values()), default=0),
        "alerts": [rows[n : n + AT_ONCE] for rows in [_alerts(lang, board, officials)] for n in range(0, len(rows), AT_ONCE)],
        "steps": _steps(lang, board, names, whys),
        "map": _map(ranked, severe, short, outlines or {}), "curve": _curve(lang, board), "classes": _classes(lang, board), "tasks": _tasks(lang, board),
    }  # fmt: skip


def _short(names: dict[int, str]) -> dict[int, str]:
    """Without the last word, where all have the same: a square has room for Hengzhou, not for Hengzhou Town."""
    told = {grid: str(name) for grid, name in names.items()}
    last = {name.rpartition(" ")[2] for name in told.values()}
    same = len(told) > 1 and len(last) == 1 and all(" " in name for name in told.values())
    return {grid: name.rpartition(" ")[0] if same else name for grid, name in told.items()}


def _stopped(lang: str, board: Board, now: datetime) -> str | None:
    end = datetime.combine(board.day + timedelta(days=1), datetime.min.time())
    return t(lang, "wall.stopped", day=format.day(lang, board.day)) if now - end > STALE else None


def _data(lang: str, board: Board) -> str:
    known = board.days.coverage.dropna()
    share = format.percent(float(known.iloc[-1]), 0) if len(known) else format.NOTHING
    silent = int(board.standing.loc[board.standing.detector == "missing_feed", "alerts"].sum())
    words = t(lang, "wall.data", day=format.day(lang, board.day), share=share)
    return words + (t(lang, "wall.silent", count=silent) if silent else "")


def _figures(lang: str, board: Board) -> list[Figure]:
    found = [
        headline.severe_alerts(lang, board.standing),
        *(headline.people_of(lang, code, board.classes) for code in board.headline),
    ]
    return [*found, headline.outsiders(lang, board.days), headline.reopened(lang, board.units, board.schools)]


def _severe(board: Board) -> dict[int, int]:
    """Of each child: its severe alerts."""
    severe = board.standing[board.standing.severity == "high"].groupby("grid_id").alerts.sum()
    return {int(g): int(severe.get(g, 0)) for g in board.children.grid_id}


def _worst_first(severe: dict[int, int]) -> list[int]:
    return sorted(severe, key=lambda grid: -severe[grid])


def _whys(lang: str, board: Board) -> dict[int, str]:
    of_place = dict(list(board.standing.groupby("grid_id")))
    none = board.standing.iloc[:0]
    return {int(g): why(lang, of_place.get(g, none)) for g in board.children.grid_id}


def _square(board: Board, grid: int, name: str, severe: int, reason: str) -> dict:
    row, column = board.cells[grid]
    return {
        "grid": grid, "name": name, "value": format.exact(severe) if severe else "–", "lit": level(severe), "why": reason, "row": row + 1, "column": column + 1
    }  # fmt: skip


def _map(ranked: list[int], severe: dict[int, int], names: dict, outlines: dict[int, Outline]) -> list[dict]:
    """The areas, the worst last, so that none covers its border; each with its name and number where there is room: no two overlap, the worst come first."""
    rows, taken = [], []
    for grid in [g for g in ranked if g in outlines]:
        one, count, name = outlines[grid], severe[grid], str(names[grid])
        label = _room(one, name, count, taken)
        rows.append(
            {
                "grid": grid,
                "path": one.path,
                "lit": level(count),
                "name": name,
                "count": format.exact(count) if count else "",
                "label": label,
            }
        )
    return rows[::-1]


def _room(
    one: Outline, name: str, count: int, taken: list[tuple[float, float, float, float]]
) -> tuple[int, int] | None:
    """Where a name stands, at its area or a line above or below it; None where others stand. In units of the drawing; wide characters are as wide as high."""
    wide = LETTER * sum(1.0 if ord(c) > 0x2E7F else 0.56 for c in name) / 2 + 4
    high = LINE * (2 if count else 1) / 2
    x = min(max(one.x, wide + 2), WIDE - wide - 2)
    for y in (one.y + shift * LINE for shift in (0, 1, -1, 2, -2)):
        y = min(max(y, high), HIGH - high)  # noqa: PLW2901 - kept inside
        box = (x - wide, y - high, x + wide, y + high)
        if all(box[2] < b[0] or b[2] < box[0] or box[3] < b[1] or b[3] < box[1] for b in taken):
            taken.append(box)
            return round(x), round(y - (LINE / 2 if count else 0))
    return None


def _flows(lang: str, board: Board) -> dict:
    """The largest of the day as bent lines between the squares, each with a point at its end; the first in words."""
    if board.flows.empty:
        return {"lines": [], "words": ""}
    most = int(board.flows.people.max())
    lines = [
        {"path": bent(board.cells[int(f.from_id)], board.cells[int(f.to_id)]), "weight": 1 + round(3 * f.people / most)}
        for f in board.flows.itertuples()
    ]
    first = board.flows.iloc[0]
    names = {"start": place_name(lang, first.from_name), "end": place_name(lang, first.to_name)}
    words = t(lang, "wall.flows", count=len(lines), value=format.number(lang, most), **names)
    return {"lines": lines, "words": words}


def _alerts(lang: str, board: Board, officials: Names) -> list[dict]:
    """Of people only where and of what kind: a wall is seen by everybody."""
    return [_alert(lang, row, board.day, officials) for row in board.severe.itertuples()]


def _alert(lang: str, row: tuple, today: date, officials: Names) -> dict:
    kind = t(lang, f"detector.{row.detector}")
    about = "" if row.of_person else sentence(lang, row.reason, row.fields)
    days = (today - pd.Timestamp(row.first_day).date()).days
    asked = duty_name(lang, row.owner_role) if isinstance(row.owner_role, str) else ""
    name = "" if pd.isna(row.owner_grid_id) else officials.get((int(row.owner_grid_id), row.owner_role), "")
    elsewhere = isinstance(row.owner_grid, str) and row.owner_grid != row.grid_name
    place = place_name(lang, row.owner_grid) if elsewhere else ""  # its own place stands above
    who = " ".join(part for part in (place, asked, name) if part)
    return {
        "head": f"{place_name(lang, row.grid_name)} · {kind}", "about": about, "state": t(lang, f"alert_status.{row.status}"),
        "below": " · ".join(part for part in (place_name(lang, row.township) if isinstance(row.township, str) and row.township != row.grid_name else "", t(lang, "wall.since", count=days) if days else t(lang, "overview.since_today"), who) if part),
    }  # fmt: skip


def _steps(lang: str, board: Board, names: dict, whys: dict[int, str]) -> list[dict]:
    """The places that the foot walks, in their order."""
    rows = {row["grid_id"]: row for row in board.children.to_dict("records")}
    lines = {g: days.outsiders.astype(float).tolist() for g, days in board.by_day.sort_values("day").groupby("grid_id")}
    return [_step(lang, board, str(names[g]), rows[g], lines.get(g, []), whys[g]) for g in board.walk]


def _step(lang: str, board: Board, name: str, row: dict, values: list[float], reason: str) -> dict:
    people = [t(lang, "wall.people", count=format.number(lang, int(row["people"])))]
    people += [f"{class_name(lang, code)} {format.exact(int(row[code]))}" for code in board.headline if row.get(code)]
    last, first = (values[-1], values[0]) if values else (float("nan"), float("nan"))
    words = (
        t(lang, "wall.outsiders", now=format.number(lang, last), then=format.number(lang, first), count=len(values) - 1)
        if math.isfinite(last) and math.isfinite(first)
        else ""
    )
    top = scale(values)
    return {
        "grid": row["grid_id"],
        "name": name,
        "people": " · ".join(people),
        "why": reason,
        "line": line(values, top),
        "area": area(values, top),
        "words": words,
    }


def _curve(lang: str, board: Board) -> dict:
    table = board.curve
    seen, high = table.observed.astype(float).tolist(), table.high.astype(float).tolist()
    top = scale([*seen, *high])
    outside = table[(table.observed > table.high.astype(float))]
    words = t(lang, "wall.curve_above", count=len(outside)) if len(outside) else t(lang, "wall.curve_within")
    days = (
        [format.day(lang, pd.Timestamp(d).date()) for d in (table.day.iloc[0], table.day.iloc[-1])]
        if len(table)
        else ["", ""]
    )
    return {
        "line": line(seen, top), "band": band(table.low.astype(float).tolist(), high, top), "words": words, "since": days[0], "until": days[1], "top": format.number(lang, top)
    }  # fmt: skip


def _classes(lang: str, board: Board) -> list[dict]:
    """Beside those that have a figure of their own."""
    rest = ~board.classes["class"].isin([RESIDENT, *board.headline])
    shown = board.classes[rest & (board.classes.people > 0)].head(CLASSES)
    most = max(1, int(shown.people.max())) if len(shown) else 1
    return [
        {
            "name": class_name(lang, r["class"]),
            "people": format.exact(int(r["people"])),
            "width": max(1, round(100 * r["people"] / most)),
        }
        for r in shown.to_dict("records")
    ]


def _tasks(lang: str, board: Board) -> dict:
    due, late, done = (board.tasks.get(name, 0) for name in ("open", "overdue", "done"))
    words = t(lang, "wall.tasks", due=format.exact(due), overdue=format.exact(late), done=format.exact(done))
    total = max(due + late + done, 1)
    return {"words": words, "late": late > 0, "parts": [round(100 * n / total) for n in (done, due, late)]}
