"""The series behind an alert: what was counted, what was expected, and the band of the ordinary."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.policy.calendar import day_kinds
from core.policy.running import running
from core.rollup import daily, judged_day
from core.store import Store, load_sql
from core.watch.clusters import CLUSTERS, cluster_series
from core.watch.matrix import Matrix, load_matrix
from core.watch.scoring.counts import Counts
from core.watch.scoring.expected import expected
from core.watch.sums import counts_of, watched

DAYS = 30
AFTER = 7  # days shown after the alert's last
BAND = (0.025, 0.975)
COLUMNS = ["day", "observed", "expected", "low", "high"]


def alert_series(store: Store, scope: Scope, *, alert_id: int) -> pd.DataFrame:
    """One row per day, 30 days up to a week after the alert's last (as far as there are data): day, observed, expected, low, high.

    Clusters: people of all its grids who fell ill. Grids: daily counts of the alert's indicator (check_ins where it names none) with the 95 % band of its baseline. People: check-ins
    per day against the same weekdays before, with a band of whole counts; for fever the highest temperature in °C, `high` being the limit. Missing where nothing
    is known. Raises UserError `alert_unknown` for an alert that is not there or not in scope.
    """
    row = store.one(
        "select detector, grid_id, person_id, last_day, fields from alert"
        " where alert_id = $alert and alert_id in (from scope_alerts($scope))",
        alert=int(alert_id),
        scope=scope.roots,
    )
    if row is None:
        raise UserError("alert_unknown", alert=int(alert_id))
    detector, grid, person, last_day, fields = row
    if detector in CLUSTERS:
        return cluster_series(store, scope, alert_id=alert_id, days=DAYS, after=AFTER).assign(low=np.nan, high=np.nan)[
            COLUMNS
        ]
    known = judged_day(store) or last_day
    until = max(min(last_day + timedelta(days=AFTER), known), last_day)
    if person is not None:
        return _person(store, person, until, temperature=detector == "fever")
    told = json.loads(fields or "{}")
    indicator = told.get("indicator", "check_ins")
    if "unit_kind" in told:
        return _units(store, grid, until, indicator, told["unit_kind"])
    return _grid(store, grid, until, indicator)


def _person(store: Store, person: int, until: date, *, temperature: bool) -> pd.DataFrame:
    since = until - timedelta(days=DAYS - 1)
    kinds = day_kinds(since - timedelta(days=56), until)
    table = store.df(
        load_sql(__file__, "person_series.sql"),
        person=person,
        since=since,
        until=until,
        calendar=[k.day for k in kinds],
        weekdays=[k.weekday for k in kinds],
    )
    if temperature:
        table = table.assign(observed=table["temperature"], expected=np.nan, low=np.nan, high=running(store).fever)
    else:
        low, high = _counts(table["counted"], table["days"])
        table = table.assign(observed=table["check_ins"].astype(float), low=low, high=high)
    return table[COLUMNS]


def _counts(counted: pd.Series, days: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The 95 % band of a day's count after `counted` on so many like it: whole numbers, from the predictive distribution of a Poisson rate
    (gamma prior of half a count: Jeffreys). Two standard deviations would pinch shut on a weekday on which somebody always scans alike."""
    from scipy.stats import nbinom  # noqa: PLC0415 - takes most of a second to load

    seen, weeks = counted.astype(float).to_numpy(), days.astype(float).to_numpy()
    known = np.nan_to_num(weeks) > 0
    size, chance = np.where(known, seen + 0.5, np.nan), np.where(known, weeks / (weeks + 1), np.nan)
    low, high = (nbinom.ppf(q, size, chance) for q in BAND)
    return low, high


def _grid(store: Store, grid: int, until: date, indicator: str) -> pd.DataFrame:
    """Only the grids of the same kind are looked at; for sections those of the same township, which are enough to compare with."""
    kind, within = store.one(load_sql(__file__, "kind_of.sql"), grid=grid) or (None, None)
    matrix = load_matrix(store, as_of=until, within=within or EVERYTHING, kind=kind)
    at = np.flatnonzero(matrix.grids == grid)
    if kind is None or not len(at):
        return _plain(store, grid, until, indicator)
    return _band(matrix, counts_of(matrix, indicator), int(at[0]))


def _units(store: Store, grid: int, until: date, indicator: str, kind: str) -> pd.DataFrame:
    """All units of a kind within a town or the county, together."""
    matrix = load_matrix(store, as_of=until, within=grid, kind=f"unit.{kind}")
    series = watched(store, matrix, indicator)
    at = [n for n, name in enumerate(series.kinds) if name == kind and series.grids[n] == grid]
    return _band(matrix, series.counts, at[0]) if at else _plain(store, grid, until, indicator)


def _band(matrix: Matrix, counts: Counts, at: int) -> pd.DataFrame:
    base = expected(counts)
    mean, spread = base.mean[:, at], base.dispersion[:, at]
    size = np.where(mean > 0, mean, np.nan) / (spread - 1)
    from scipy.stats import nbinom  # noqa: PLC0415 - takes most of a second to load

    low, high = (nbinom.ppf(q, size, 1 / spread) for q in BAND)
    observed = np.where(counts.active[:, at], counts.y[:, at], np.nan)
    table = pd.DataFrame({"day": pd.to_datetime(matrix.days), "observed": observed})
    return table.assign(expected=mean, low=low, high=high)[COLUMNS].tail(DAYS).reset_index(drop=True)


def _plain(store: Store, grid: int, until: date, indicator: str) -> pd.DataFrame:
    """Grids without a baseline of their own (parts of units, the county): what was counted, and no band."""
    table = daily(store, Scope((EVERYTHING,)), grid=grid, since=until - timedelta(days=DAYS - 1), until=until)
    return table.assign(observed=table[indicator].astype(float), expected=np.nan, low=np.nan, high=np.nan)[COLUMNS]
