"""What can't be judged yet, because the store has too few days of data, and from which day it can."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from core.domain import Scope
from core.policy.running import running
from core.store import Store, load_sql
from core.watch.clusters import cluster_grounds
from core.watch.rule import rules
from core.watch.scoring.expected import FEWEST_DAYS, RATE_FROM, RATE_TO

WEEK = 7  # what is expected is learnt from the same weekday
COLUMNS = ["detector", "since", "from_day"]


def too_early(store: Store, scope: Scope, *, as_of: date) -> pd.DataFrame:
    """One row per detector that is switched on and can't judge `as_of` yet, in the order of its first day: detector, since (first day of its
    data), from_day (the first that it can judge, if data come every day until then). Empty without data: there is no day to count from
    then. About the whole county, it names nobody; a scope that sees nothing is told nothing."""
    on = {code: rule.parameters for code, rule in rules(running(store, as_of)).items() if rule.on}
    return waiting(store, scope, on, as_of=as_of)


def waiting(store: Store, scope: Scope, on: dict[str, dict], *, as_of: date) -> pd.DataFrame:
    """The same of detectors with these parameters (`on`: code → parameters), whether they are switched on or not."""
    days = store.df(load_sql(__file__, "too_early.sql"), since=as_of - timedelta(days=RATE_FROM), until=as_of)
    if days.empty or not scope.roots:
        return pd.DataFrame(columns=COLUMNS)
    since, rates = days["first_day"].iloc[0].date(), _rates(days["day"], as_of)
    rows = [(code, since, rates) for code in ("rate_rise", "rate_fall")]
    if "missing_feed" in on:
        rows.append(("missing_feed", since, since + timedelta(days=WEEK + on["missing_feed"]["days"] - 1)))
    if "silent_resident" in on:
        learnt = on["silent_resident"]["least_history"] + on["silent_resident"]["days"]
        rows.append(("silent_resident", since, since + timedelta(days=learnt - 1)))
    grounds = cluster_grounds(store, scope, as_of=as_of, detectors=on)
    known = grounds[grounds["since"].notna()]
    rows += list(known[COLUMNS].itertuples(index=False, name=None))
    table = pd.DataFrame([row for row in rows if row[0] in on and row[2] > as_of], columns=COLUMNS)
    return table.sort_values("from_day", kind="stable", ignore_index=True)


def _rates(days: pd.Series, as_of: date) -> date:
    """The first day behind whose baseline there are enough days."""
    if len(days) >= FEWEST_DAYS:
        return days.iloc[FEWEST_DAYS - 1].date() + timedelta(days=RATE_TO)
    return as_of + timedelta(days=FEWEST_DAYS - len(days) + RATE_TO)
