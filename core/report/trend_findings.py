"""What the curves of cases, forecasts, comparisons and flows between places show: findings (core/report/findings)."""

from __future__ import annotations

import math

import pandas as pd

from core.report.findings import Clause, Finding
from core.trends.compare import Compared
from core.trends.forecast import Track
from core.trends.growth import Growth

WEEK = 7


def cases_finding(
    daily: pd.Series,
    whole: pd.Series,
    *,
    people: float | None,
    growth: Growth | None,
    reproduction: pd.DataFrame,
    basis: str,
) -> Finding:
    """A curve: cases and what they are per 10,000, how they grow, how many one infects. `daily`: of the period; `whole`: up to its last complete day."""
    total = float(daily.sum())
    clauses = [Clause("cases_total", {"value": total, "basis": basis})]
    week = whole.tail(WEEK)
    if total and people and len(week) == WEEK:
        days = {"first": week.index[0].date(), "last": week.index[-1].date()}
        clauses.append(Clause("cases_incidence", {"rate": float(week.sum()) * 1e4 / people, **days}))
    if total and growth is None:
        clauses.append(Clause("growth_unknown"))
    if total and growth:
        clauses.append(growth_clause(growth))
    told = reproduction.dropna() if len(reproduction) else reproduction
    if total and len(told):
        last = told.iloc[-1]
        side = "above" if last.low > 1 else "below" if last.high < 1 else "around"
        clauses.append(Clause(f"reproduction_{side}", {"r": last.r, "r_low": last.low, "r_high": last.high}))
    return tuple(clauses)


def growth_clause(growth: Growth) -> Clause:
    """Growth of a day with its interval, and in how many days it doubles or halves; that it can't be told where the interval holds none."""
    daily, low, high = growth.daily
    fields: dict[str, object] = {"rate_low": low, "rate_high": high, "first": growth.first, "last": growth.last}
    if not growth.sure:
        return Clause("growth_flat", fields)
    times, quick, slow = growth.doubling
    code = "growth_up" if growth.rate > 0 else "growth_down"
    return Clause(code, fields | {"change": abs(daily), "times": times, "quick": quick, "slow": slow})


def forecast_clauses(ahead: pd.DataFrame, track: Track) -> list[Clause]:
    """What the last day forecast may be, and how often earlier forecasts held."""
    if ahead.empty:
        return [Clause("forecast_none")]
    last = ahead.iloc[-1]
    clauses = [Clause("forecast", {"day": pd.Timestamp(last.day).date(), "value": float(last.expected), "value_low": float(last.low), "value_high": float(last.high)})]  # fmt: skip
    if track.days:
        clauses.append(Clause("forecast_track", {"inside": track.inside, "judged": track.days}))
    if track.doubtful:
        clauses.append(Clause("forecast_doubt"))
    return clauses


def compared_clause(compared: Compared | None) -> Clause:
    """The last seven days beside the seven before, cleared of weekdays and holidays."""
    if compared is None:
        return Clause("adjusted_none")
    fields = {"change": abs(compared.change), "rate_low": compared.low, "rate_high": compared.high}
    if not compared.sure or math.isclose(compared.change, 0):
        return Clause("adjusted_same", fields)
    return Clause("adjusted_up" if compared.change > 0 else "adjusted_down", fields)


def travel_finding(moves: pd.DataFrame, earlier: float | None, balance: pd.DataFrame) -> Finding:
    """Who went where. `moves`: from_name, to_name, people; `earlier`: people of the period before, as many days (None: not comparable); `balance`: name, net."""
    total = float(moves.people.sum())
    clauses = [Clause("travel_total", {"value": total})]
    if earlier:
        change = total / earlier - 1
        code = "steady" if abs(change) < 0.005 else "up" if change > 0 else "down"
        clauses.append(Clause(code, {"change": abs(change), "span": "before", "days": 0}))
    if len(moves):
        first = moves.iloc[0]
        clauses.append(
            Clause(
                "travel_most", {"from_place": first.from_name, "to_place": first.to_name, "value": float(first.people)}
            )
        )
    gained = balance[balance.net > 0].nlargest(1, "net")
    if len(gained):
        clauses.append(Clause("travel_gain", {"place": gained["name"].iloc[0], "value": float(gained.net.iloc[0])}))
    return tuple(clauses)
