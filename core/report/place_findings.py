"""What a comparison of places shows: who differs beyond chance, what changed with a measure, where a forecast holds: findings (core/report/findings)."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.report.findings import NO_DATA, Clause, Finding
from core.trends.compare import Compared
from core.trends.rates import BEYOND, FAR, WITHIN

MOST_NAMED = 3
FEW = 0.25  # of the places, up to which it is worth a word that they are low


def rank_finding(found: pd.DataFrame, *, indicator: str) -> Finding:
    """Of `core.trends.rates.rates` with `name`: who lies outside the limits that chance and the usual difference leave, and that the highest plain rate
    is nothing where it is that of a small place."""
    if found.empty or not found["count"].sum() > 0:
        return NO_DATA
    clauses = []
    high = found[(found.side == "high") & (found.verdict == FAR)]
    if len(high):
        clauses.append(Clause("places_high", {"indicator": indicator, **_named(high["name"])}))
    low = found[(found.side == "low") & (found.verdict == FAR)].iloc[::-1]
    if 0 < len(low) <= FEW * len(found):
        clauses.append(Clause("places_low", {"indicator": indicator, **_named(low["name"])}))
    maybe = found[(found.side == "high") & (found.verdict == BEYOND)]
    if not len(high) and len(maybe):
        clauses.append(Clause("places_maybe", {"indicator": indicator, **_named(maybe["name"])}))
    if not clauses:
        clauses.append(Clause("places_alike", {"indicator": indicator, "count": len(found)}))
    first = found.loc[found.rate.idxmax()]
    if first.verdict == WITHIN and first.people < found.people.median() and first.rate > first.shrunk:
        clauses.append(Clause("places_small", {"name": first["name"], "people": int(first.people)}))
    return tuple(clauses)


def moved_finding(moved: dict[str, Compared | None], begun: list[str], *, indicator: str) -> Finding:
    """Of the last seven days beside the seven before, by name of the place: who rose and fell for certain. `begun`: those that had nothing before."""
    known = {n: c for n, c in moved.items() if c is not None}
    if not known and not begun:
        return NO_DATA
    up = begun + sorted((n for n, c in known.items() if c.low > 0), key=lambda n: -known[n].low)
    down = sorted((n for n, c in known.items() if c.high < 0), key=lambda n: known[n].high)
    clauses = [
        Clause(code, {"indicator": indicator, **_named(pd.Series(names))})
        for code, names in (("places_rose", up), ("places_fell", down))
        if names
    ]
    return tuple(clauses) or (Clause("places_steady", {"indicator": indicator, "count": len(known)}),)


def measure_finding(
    whole: Compared | None, parts: dict[str, Compared | None], foreseen: pd.DataFrame, seen: pd.Series, *, day: date, indicator: str
) -> Finding:  # fmt: skip
    """Before and after a day. `foreseen`: core.trends.forecast.forecast of the days after, by those before alone; `seen`: those days as they were."""
    if whole is None:
        return (Clause("measure_none", {"day": day, "indicator": indicator}),)
    way = "up" if whole.low > 0 else "down" if whole.high < 0 else "same"
    fields = {"change": abs(whole.change), "rate_low": whole.low, "rate_high": whole.high}
    clauses = [Clause(f"measure_{way}", {"day": day, "indicator": indicator, "after": len(whole.expected), **fields})]
    sure = [c for c in parts.values() if c is not None and c.sure and (c.change > 0) == (whole.change > 0)]
    if way != "same" and parts:
        clauses.append(Clause("measure_places", {"count": len(sure), "all": len(parts)}))
    if len(foreseen):
        days = pd.to_datetime(foreseen.day)
        outside = (seen.reindex(days).to_numpy() < foreseen.low) | (seen.reindex(days).to_numpy() > foreseen.high)
        clauses.append(
            Clause("measure_foreseen", {"inside": int(outside.sum()), "judged": int(seen.reindex(days).notna().sum())})
        )
    return tuple(clauses)


def ahead_finding(held: dict[str, bool]) -> Finding:
    """For how many places earlier forecasts speak for one, and of whom none is shown."""
    if not held:
        return NO_DATA
    left = [name for name, holds in held.items() if not holds]
    clauses = [Clause("ahead_held", {"count": len(held) - len(left), "all": len(held)})]
    if 0 < len(left) < len(held):
        clauses.append(Clause("ahead_left", _named(pd.Series(left))))
    return tuple(clauses)


def _named(names: pd.Series) -> dict[str, object]:
    """The first few; how many there are, where there are more."""
    return {"some": (list(names[:MOST_NAMED]), len(names))}
