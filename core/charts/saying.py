"""What a chart shows, as a code and its figures: the title. Nothing is said where nothing stands out."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.charts.fields import Field
from core.charts.propose import Proposal

PLAINLY = "plain"  # a title that names the columns and says nothing else
CHANGE = 0.1  # of the level, below which a series is said to be steady
DIP = 0.9  # of both ends, below which a series had a low
BASE = 10  # below which a change is no matter of per cent
TOLD_IN_PER_CENT = 5  # times, beyond which “+8,000 %” says less than both numbers
AHEAD = 1.2  # times the middle, from which the largest is worth a sentence


@dataclass(frozen=True)
class Said:
    """`code` of core/i18n/words/charts.toml with `fields`: texts as they stand in the table, numbers, days."""

    code: str
    fields: dict = field(default_factory=dict)


def said(proposal: Proposal, x: Field, y: Field | None, colour: Field | None, data: pd.DataFrame) -> Said:
    if data.empty:
        return Said(PLAINLY)
    if proposal.kind == "scatter":
        return _together(data)
    if proposal.kind == "histogram":
        return _middle(data)
    if proposal.kind == "heatmap" or (proposal.kind == "bars" and x.role != "time"):
        return _most_of_two(data)
    if x.role == "time":
        return _course(
            data
            if colour is None
            else data.groupby("x", as_index=False)["y"].sum()
            if proposal.aggregate != "mean"
            else data
        )
    return _largest(data, adds=proposal.aggregate != "mean")


def _most_of_two(data: pd.DataFrame) -> Said:
    named = data[~(_of_all_others(data["x"]) | _of_all_others(data["colour"]))]
    if named.empty:
        return Said(PLAINLY)
    top = named.loc[named["y"].idxmax()]
    return Said("most_of_two", {"x": top["x"], "colour": top["colour"], "y": float(top["y"])})


def _of_all_others(names: pd.Series) -> pd.Series:
    return names.map(lambda name: str(name).startswith("\0"))


def _course(data: pd.DataFrame) -> Said:
    y = data["y"].to_numpy(dtype=float)
    first, last, peak = y[0], y[-1], int(np.argmax(y))
    about = {
        "first": first,
        "last": last,
        "since": data["x"].iloc[0],
        "until": data["x"].iloc[-1],
        "peak": y[peak],
        "on": data["x"].iloc[peak],
    }
    if 0 < peak < len(y) - 1 and y[peak] > 1.5 * max(first, last, 1e-9) and len(y) > 3:
        return Said("peaked", about)
    trough = int(np.argmin(y))
    if 0 < trough < len(y) - 1 and len(y) > 3 and 0 <= y[trough] < DIP * min(first, last):
        return Said("dipped", about | {"low": y[trough], "on": data["x"].iloc[trough]})
    scale = max(abs(first), abs(float(np.mean(y))), 1e-9)
    if last - first > CHANGE * scale:
        return Said(
            "rose",
            about
            | ({"by": (last - first) / first} if first >= BASE and last - first <= TOLD_IN_PER_CENT * first else {}),
        )
    if first - last > CHANGE * scale:
        return Said("fell", about | ({"by": (first - last) / first} if first >= BASE else {}))
    return Said("steady", about | {"low": float(y.min())})


def _largest(data: pd.DataFrame, *, adds: bool) -> Said:
    size = data.groupby("x", sort=False)["y"].sum() if adds else data.groupby("x", sort=False)["y"].mean()
    real = size[[not str(name).startswith("\0") for name in size.index]].sort_values(ascending=False)
    total = float(size.sum())
    if len(real) < 2 or real.iloc[0] <= 0 or real.iloc[0] < AHEAD * float(real.median()):
        if len(real) > 2 and 0 <= real.iloc[-1] * AHEAD < float(
            real.median()
        ):  # the least is far off: “alike” would be untrue
            least = {"x": real.index[-1], "y": float(real.iloc[-1]), "next": float(real.iloc[-2])}
            return (
                Said("lowest", least)
                if not adds
                else Said("span", {"high": float(real.max()), "low": float(real.min())})
            )
        return Said(
            "even" if len(real) > 1 and real.iloc[0] > 0 else PLAINLY,
            {"high": float(real.max()), "low": float(real.min())} if len(real) > 1 else {},
        )
    top = {"x": real.index[0], "y": float(real.iloc[0])}
    if adds and total > 0:
        return Said("most_share", top | {"share": float(real.iloc[0]) / total})
    return Said("highest", top | {"next": float(real.iloc[1])})


def _middle(data: pd.DataFrame) -> Said:
    share = data["y"].cumsum() / max(data["y"].sum(), 1)
    low = data["x"][(share >= 0.25).to_numpy().argmax()]
    high = data["to"][(share >= 0.75).to_numpy().argmax()]
    return Said("half_between", {"low": float(low), "high": float(high)})


def _together(data: pd.DataFrame) -> Said:
    r = float(data["x"].corr(data["y"], method="spearman")) if len(data) > 2 else 0.0
    # two-sided, 5 %: |r| beyond 1.96 / sqrt(n - 1) is more than chance (Spearman's r has variance 1 / (n - 1))
    if not abs(r) > max(1.96 / np.sqrt(max(len(data) - 1, 1)), 0.3):
        return Said("unrelated", {"r": r, "n": len(data)})
    return Said("together" if r > 0 else "against", {"r": r, "n": len(data)})
