"""Clusters in space and time: more people of neighbouring grids fell ill in the last days than chance brings in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np
import pandas as pd

from core.policy.calendar import day_kinds
from core.policy.running import running
from core.store import Store, load_sql
from core.store.kept import until_written
from core.watch.anomalies import anomalies, severity
from core.watch.scan import Cluster, Counts, Settings, neighbours, scan

FEVER, SYMPTOMS, CASES = "fever", "symptoms", "cases"
OF = {"cluster_fever": FEVER, "cluster_symptoms": SYMPTOMS, "cluster_cases": CASES}  # detector → what it counts


@dataclass(frozen=True)
class Ground:
    """What a search for clusters stands on. `since`: the first day of which anything is known (None: nothing is); `from_day`: the first day
    that can be judged; `unplaced`: grids with people and without a place, each looked at alone."""

    since: date | None
    from_day: date | None
    grids: int
    unplaced: int

    def judged(self, as_of: date) -> bool:
        return self.from_day is not None and as_of >= self.from_day


def ground(store: Store, *, as_of: date, of: str, parameters: dict, places: pd.DataFrame | None = None) -> Ground:
    since = store.value(load_sql(__file__, "cluster_known.sql"), of=of)
    places = _places(store, as_of) if places is None else places
    from_day = None if since is None else since + timedelta(days=parameters["least_history"])
    return Ground(since, from_day, len(places), int(places["lon"].isna().sum()))


def detect(store: Store, *, as_of: date, parameters: dict, detector: str) -> pd.DataFrame:
    """Anomalies, one per cluster, about the grid in its middle. Score: F of the scan (core/watch/scan/statistic.py). `fields`: members
    (grids), observed, expected (people), days, recurrence (days), and of each member `grids` (ids) and `expected_each`."""
    of = OF[detector]
    places = _places(store, as_of)
    known = ground(store, as_of=as_of, of=of, parameters=parameters, places=places)
    if places.empty or not known.judged(as_of):
        return anomalies([])
    settings = _settings(parameters)
    span = settings.judged + settings.history + settings.days
    first = max(known.since, as_of - timedelta(days=span))
    people = _people(store, places, of, first, as_of, parameters)
    counts = Counts(
        people,
        places["residents"].to_numpy(dtype=float),
        np.array([k.weekday for k in day_kinds(first, as_of)]),
        _usable(store, first, as_of),
        neighbours(places["lon"].to_numpy(), places["lat"].to_numpy(), parameters["nearest"]),
    )
    found = scan(counts, settings, seed=as_of.toordinal())
    rows = [_row(cluster, places["grid_id"].to_numpy(), as_of, detector, parameters) for cluster in found]
    return anomalies(_continued(store, detector, rows, as_of - timedelta(days=settings.days - 1)))


fever, symptoms, cases = (partial(detect, detector=code) for code in OF)


@until_written(told=True)
def _places(store: Store, as_of: date) -> pd.DataFrame:
    return store.df(load_sql(__file__, "cluster_places.sql"), as_of=as_of)


def _settings(parameters: dict) -> Settings:
    names = ("days", "history", "judged", "enough", "replicas", "least_people", "recurrence")
    return Settings(**{name: parameters[name] for name in names})


def _people(store: Store, places: pd.DataFrame, of: str, first: date, last: date, parameters: dict) -> np.ndarray:
    """[grid, day]."""
    table = store.df(
        load_sql(__file__, "cluster_events.sql") + load_sql(__file__, "cluster_counts.sql"),
        of=of,
        since=first,
        until=last,
        apart=parameters["apart"],
        fever=running(store, last).fever,
    )
    grids = places["grid_id"].to_numpy()
    table = table[table["grid_id"].isin(grids)]
    people = np.zeros((len(grids), (last - first).days + 1), dtype=np.float32)
    day = (table["day"] - pd.Timestamp(first)).dt.days.to_numpy()
    people[np.searchsorted(grids, table["grid_id"].to_numpy()), day] = table["people"].to_numpy()
    return people


def _usable(store: Store, first: date, last: date) -> np.ndarray:
    """False on days whose data are not there at all."""
    missing = store.df(
        "select day from missing_day where grid_id = 0 and day between $first and $last", first=first, last=last
    )
    usable = np.ones((last - first).days + 1, dtype=bool)
    usable[(missing["day"] - pd.Timestamp(first)).dt.days.to_numpy(dtype=int)] = False
    return usable


def _row(cluster: Cluster, grids: np.ndarray, as_of: date, detector: str, parameters: dict) -> dict:
    first = as_of - timedelta(days=cluster.days - 1)
    members = grids[cluster.members]
    recurrence = min(round(cluster.recurrence), parameters["longest_recurrence"])
    return {
        "grid_id": int(grids[cluster.centre]),
        "person_id": None,
        "severity": severity(cluster.recurrence, medium=0, high=parameters["high_recurrence"]),
        "score": round(cluster.score, 2),
        "first_day": first,
        "last_day": as_of,
        "reason": detector if len(members) > 1 else f"{detector}_one",
        "fields": {
            "members": len(members),
            "observed": cluster.observed,
            "expected": max(round(cluster.expected, 1), 0.1),
            "days": cluster.days,
            "since": first.isoformat(),
            "recurrence": recurrence,
            "how_rare": _how_rare(cluster.recurrence),
            "grids": [int(g) for g in members],
            "expected_each": [float(f"{e:.2g}") for e in cluster.expected_each],
        },
        "p": cluster.p,
        "recurrence_days": float(recurrence),
    }


def _how_rare(days: float) -> str:
    """A code for the words: once in one, two, five, ten years or less often."""
    return next((f"y{years}" for years in (10, 5, 2) if days >= years * 365), "y1")


def _continued(store: Store, detector: str, rows: list[dict], first_day: date) -> list[dict]:
    """A cluster whose middle has moved goes on as the same episode: it keeps the grid under which it was first found."""
    table = store.df(load_sql(__file__, "cluster_standing.sql"), detector=detector, first_day=first_day)
    used: set[int] = set()
    for row in rows:
        days_touch = ~table["closed"] | (table["last_day"] >= pd.Timestamp(row["first_day"]))
        shared = table[days_touch & table["grid_id"].isin(row["fields"]["grids"]) & ~table["alert_id"].isin(used)]
        if len(shared):
            # An unfinished one before a closed one, then the one that shares most.
            size = shared.groupby(["closed", "alert_id", "centre"], as_index=False).agg(grids=("grid_id", "nunique"))
            best = size.sort_values(["closed", "grids", "alert_id"], ascending=[True, False, True]).iloc[0]
            used.add(int(best["alert_id"]))
            row["grid_id"] = int(best["centre"])
    return rows
