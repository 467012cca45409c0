"""What a reader may choose instead of what was proposed: another measure, split or kind; only what does not mislead."""

from __future__ import annotations

from core.charts.fields import Field, Role
from core.charts.propose import LINES, MATRIX, PIE, ROWS, Proposal
from core.charts.shape import Sheet


def measures(sheet: Sheet) -> list[str]:
    return [ROWS, *(f.name for f in sheet.fields if f.measured)]


def alongs(sheet: Sheet) -> list[str]:
    return [f.name for f in sheet.fields if f.splits or (f.role == Role.TIME and not f.birth)]


def splits(sheet: Sheet, x: str, y: str, kind: str) -> list[str]:
    """Columns that may tell apart: few enough to be told apart, and of what may be added up."""
    if kind == "heatmap":
        return [f.name for f in sheet.fields if f.splits and f.name != x and 2 <= f.distinct <= MATRIX]
    measured = sheet.named(y)
    if kind in ("pie", "histogram", "scatter") or (measured is not None and measured.role == Role.RATE):
        return []
    return [f.name for f in sheet.fields if f.splits and f.name != x and 2 <= f.distinct <= LINES + 1]


def kinds(sheet: Sheet, x: str, y: str) -> list[str]:
    """A line where x has an order in time; a circle of four parts at most, of what adds up."""
    along, measured = sheet.named(x), sheet.named(y)
    if along is None:
        return []
    if along.measured:
        return ["scatter"] if measured is not None and y != x else ["histogram"]
    found = ["line", "bar"] if along.role == Role.TIME else ["bar"]
    if any(f.splits and f.name != x and 2 <= f.distinct <= MATRIX for f in sheet.fields):
        found.append("heatmap")
    if along.role != Role.TIME and along.distinct <= PIE and _adds_up(measured):
        found.append("pie")
    return found


def chosen(sheet: Sheet, x: str, y: str, colour: str | None, kind: str) -> Proposal:
    """The chart of a reader's choice; how it is put together follows from what is measured."""
    measured, along = sheet.named(y), sheet.named(x)
    colour = colour if colour in splits(sheet, x, y, kind) else None
    if kind == "heatmap" and colour is None:
        colour = splits(sheet, x, y, kind)[0]
    aggregate = "none" if kind == "scatter" else "count" if measured is None else "mean" if measured.role == Role.RATE else "sum"  # fmt: skip
    if measured is not None and measured.stock and along.role != Role.TIME and sheet.of(Role.TIME):
        aggregate = "last"
    return Proposal("bars" if kind == "bar" and colour else kind, x, y, colour, aggregate, "chosen", 1.0)


def _adds_up(measured: Field | None) -> bool:
    return measured is None or (measured.role == Role.QUANTITY and bool((measured.values.dropna() >= 0).all()))


__all__ = ["alongs", "chosen", "kinds", "measures", "splits"]
