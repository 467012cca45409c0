"""What changed among the classes, in one finding: made from the frames of core.classify.class_flows and class_daily that are drawn."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from core.classify.flows import OUTSIDE
from core.policy.loader import RESIDENT
from core.report.findings import Clause, Finding

REST = (RESIDENT, OUTSIDE)  # no class that is watched


def day_finding(flows: pd.DataFrame, *, day: date) -> Finding:
    """Who entered, left and moved into the day."""
    if flows.empty:
        return (Clause("classes_still", {"day": day}),)
    return (Clause("classes_of_day", {"earlier": day - timedelta(days=1)}), *_told(flows))


def span_finding(flows: pd.DataFrame, *, since: date, until: date) -> Finding:
    """The same over some days, with the class that gained or lost most."""
    if flows.empty:
        return (Clause("classes_still_since", {"since": since, "until": until}),)
    clauses = [Clause("classes_of_span", {"since": since, "until": until}), *_told(flows)]
    net = gains(flows)
    if len(net) and net.abs().max() > 0:
        code = net.abs().idxmax()
        name = "class_gained" if net[code] > 0 else "class_lost"
        clauses.append(Clause(name, {"class": code, "value": abs(int(net[code]))}))
    return tuple(clauses)


def flow_finding(flows: pd.DataFrame) -> Finding:
    """How many entered and left in all, and the largest of the flows."""
    totals = {"came": int(entered(flows).people.sum()), "went": int(left(flows).people.sum())}
    pairs = flows.groupby(["from_class", "to_class"]).people.sum()
    before, now = pairs.idxmax()
    most = {"from_class": before, "to_class": now, "value": int(pairs.max())}
    return Clause("class_totals", totals), Clause("flow_most", most)


def areas_finding(daily: pd.DataFrame) -> Finding:
    """People in watched classes on the last day against the first, and the class with most of them (`daily`: day, class, people)."""
    watched = daily[daily["class"] != RESIDENT]
    if watched.empty:
        return (Clause("classes_none"),)
    days = sorted(daily.day.unique())
    first, last = (watched[watched.day == day] for day in (days[0], days[-1]))
    now, then = int(last.people.sum()), int(first.people.sum())
    clauses = [Clause("classes", {"value": now})]
    if len(days) > 1:
        step = "same" if now == then else "up" if now > then else "down"
        clauses.append(Clause(f"stock_{step}", {"day": pd.Timestamp(days[0]).date(), "more": abs(now - then)}))
    if len(last) > 1 and now:
        most = last.loc[last.people.idxmax()]
        clauses.append(Clause("class_most", {"class": most["class"], "part": float(most.people / now)}))
    return tuple(clauses)


def gains(flows: pd.DataFrame) -> pd.Series:
    """Class → people gained less those lost, of watched classes."""
    more = flows.groupby("to_class").people.sum().sub(flows.groupby("from_class").people.sum(), fill_value=0)
    return more.drop(list(REST), errors="ignore")


def entered(flows: pd.DataFrame) -> pd.DataFrame:
    return flows[flows.from_class.isin(REST) & ~flows.to_class.isin(REST)]


def left(flows: pd.DataFrame) -> pd.DataFrame:
    return flows[flows.to_class.isin(REST) & ~flows.from_class.isin(REST)]


def moved(flows: pd.DataFrame) -> pd.DataFrame:
    return flows[~flows.to_class.isin(REST) & ~flows.from_class.isin(REST)]


def _told(flows: pd.DataFrame) -> list[Clause]:
    came, went = entered(flows), left(flows)
    clauses = []
    for code, part, column in (("entered", came, "to_class"), ("left", went, "from_class")):
        total = int(part.people.sum())
        if not total:
            clauses.append(Clause(f"class_{code}_none"))
            continue
        by_class = part.groupby(column).people.sum()
        most = by_class.idxmax()
        name = f"class_{code}_all" if len(by_class) == 1 else f"class_{code}"
        clauses.append(Clause(name, {"value": total, "class": most, "most": int(by_class.max())}))
    if len(moved(flows)):
        clauses.append(Clause("class_moved", {"value": int(moved(flows).people.sum())}))
    return clauses
