"""The numbers of a chart: few rows, whatever the size of the table."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.charts.fields import Field, Role
from core.charts.propose import LINES, ROWS, Proposal, proposals, several_units
from core.charts.saying import PLAINLY, Said, said
from core.charts.shape import Sheet

BARS = 20  # the longest; the rest is one bar, where it may be added up
POINTS = 2_000  # of a scatter: a sample beyond that, always the same
BINS = 20
REST = "\0rest"  # the bar of all others; put into words at the edge
UNKNOWN = "\0unknown"
DAYS = 400  # a longer series of days is drawn by month


@dataclass(frozen=True)
class Chart:
    """`data`: columns x, y and, with a colour, colour; of a histogram x (left edge), to, y; of a scatter x, y. `grain` of a time.
    `left`: rows that the chart can't show because a value is missing."""

    proposal: Proposal
    x: Field
    y: Field | None
    colour: Field | None
    data: pd.DataFrame = field(repr=False)
    said: Said
    grain: str = ""
    left: int = 0


def charts_of(sheet: Sheet, *, mapped: frozenset[str] = frozenset(), most: int = 6) -> list[Chart]:
    """The charts that fit the table, best first; none of a table that has nothing to compare."""
    drawn = (chart(sheet, p) for p in proposals(sheet, mapped=mapped, most=most + 2))
    return [c for c in drawn if len(c.data) > 1][:most]


def chart(sheet: Sheet, proposal: Proposal) -> Chart:
    x, y = sheet.named(proposal.x), sheet.named(proposal.y) if proposal.y != ROWS else None
    colour = sheet.named(proposal.colour) if proposal.colour else None
    grain = x.grain
    if proposal.kind == "histogram":
        data = _histogram(x)
    elif proposal.kind == "scatter":
        data = pd.DataFrame({"x": x.values, "y": y.values}).dropna()
        data = data.sample(POINTS, random_state=0).sort_index() if len(data) > POINTS else data
    else:
        data, grain = _summed(sheet, proposal, x, y, colour)
    left = int((x.values.isna() | (y.values.isna() if y is not None else False)).sum())
    told = said(proposal, x, y, colour, data)
    if proposal.colour and several_units(colour):
        told = Said(PLAINLY)
    if told.code in ("even", "span", "lowest") and proposal.aggregate == "mean" and x.distinct > len(data):
        told = Said(PLAINLY)  # the highest alone are drawn: nothing is said of how all differ
    return Chart(proposal, x, y, colour, data.reset_index(drop=True), told, grain, left)


def _summed(
    sheet: Sheet, proposal: Proposal, x: Field, y: Field | None, colour: Field | None
) -> tuple[pd.DataFrame, str]:
    table = pd.DataFrame({"x": x.values, "y": 1.0 if y is None else y.values})
    if proposal.aggregate == "last":
        table = table[_latest(sheet)]
    grain = x.grain
    if x.role == Role.TIME and grain == "day":
        table["x"] = table["x"].dt.normalize()
        if (table["x"].max() - table["x"].min()).days > DAYS:
            grain, table["x"] = "month", table["x"].dt.to_period("M").dt.to_timestamp()
    if colour is not None:
        table["colour"] = colour.values.where(colour.values.notna(), UNKNOWN)
    keys = ["x", "colour"] if colour is not None else ["x"]
    how = "mean" if proposal.aggregate == "mean" else "sum"
    found = table.dropna(subset=["x", "y"]).groupby(keys, sort=False, observed=True)["y"].agg(how).reset_index()
    if x.role == Role.TIME:
        found = _few_colours(found.sort_values("x"), colour, how)
        events = proposal.aggregate == "count" or (sheet.events and how == "sum")
        return (_without_gaps(found, grain) if events and grain in ("day", "month") and len(found) else found), grain
    if proposal.kind == "map":
        return found, grain  # every place has its square
    return _few_bars(_few_colours(found, colour, how), x, how), grain


def _latest(sheet: Sheet) -> pd.Series:
    """The rows of the last time of each series: a stock is not added up over times."""
    time = next(f for f in sheet.of(Role.TIME) if not f.birth).values
    keys = [f.values.fillna("") for f in sheet.fields if f.splits]
    return time == (time.groupby(keys).transform("max") if keys else time.max())


def _without_gaps(found: pd.DataFrame, grain: str) -> pd.DataFrame:
    """A day of which nothing is told in a list of events had none."""
    every = pd.date_range(found["x"].min(), found["x"].max(), freq="D" if grain == "day" else "MS")
    if "colour" not in found:
        return found.set_index("x").reindex(every, fill_value=0).rename_axis("x").reset_index()
    cells = pd.MultiIndex.from_product([every, found["colour"].unique()], names=["x", "colour"])
    return found.set_index(["x", "colour"])["y"].reindex(cells, fill_value=0).reset_index()


def _few_colours(found: pd.DataFrame, colour: Field | None, how: str) -> pd.DataFrame:
    """The largest kinds; others are one, where they may be added up."""
    if colour is None or how == "mean":
        return found
    size = found.groupby("colour")["y"].sum().sort_values(ascending=False)
    if len(size) <= LINES + 1 or (found["colour"].nunique() <= 30 and colour.distinct > LINES):
        return found  # a matrix
    found = found.assign(colour=found["colour"].where(found["colour"].isin(size.index[:LINES]), REST))
    return found.groupby(["x", "colour"], sort=False)["y"].sum().reset_index()


def _few_bars(found: pd.DataFrame, x: Field, how: str) -> pd.DataFrame:
    size = found.groupby("x", sort=False)["y"].sum().sort_values(ascending=False, kind="stable")
    if x.levels:
        return found.sort_values(
            "x", key=lambda values: values.map({level: n for n, level in enumerate(x.levels)}), kind="stable"
        )
    if len(size) > BARS:
        kept = found["x"].isin(size.index[: BARS - 1])
        rest = found[~kept].assign(x=REST)
        keys = ["x", *(["colour"] if "colour" in found else [])]
        found = (
            pd.concat([found[kept], rest.groupby(keys, sort=False)["y"].sum().reset_index()])
            if how == "sum"
            else found[kept]
        )
    rank = {value: n for n, value in enumerate(size.index)} | {REST: len(size)}
    return found.sort_values("x", key=lambda values: values.map(rank), kind="stable")


def _histogram(x: Field) -> pd.DataFrame:
    known = x.values.dropna()
    if x.role == Role.TIME:
        known = known.dt.year.astype(float)
    if known.empty:
        return pd.DataFrame({"x": [], "to": [], "y": []})
    low, high = known.quantile(0.001), known.quantile(0.999)  # one wild value makes no axis
    edges = _round_edges(float(low), float(high))
    counts, edges = np.histogram(known.clip(edges[0], edges[-1]), bins=edges)
    return pd.DataFrame({"x": edges[:-1], "to": edges[1:], "y": counts})


def _round_edges(low: float, high: float) -> np.ndarray:
    """Edges at round numbers."""
    width = (high - low) / BINS or 1.0
    power = 10.0 ** np.floor(np.log10(width))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= width)
    first = np.floor(low / step) * step
    return first + step * np.arange(int(np.ceil((high - first) / step + 1e-9)) + 1)
