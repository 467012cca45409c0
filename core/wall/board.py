"""What the large screen shows of one grid at one moment, as figures and codes. Reads rollups alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import pandas as pd

from core.act.tasks import late_parts, task_counts
from core.classify.counts import class_counts
from core.classify.entered import entered, everybody_stamp
from core.domain import Scope
from core.geo.compass import squares_by_compass
from core.policy.loader import Policy
from core.policy.running import running
from core.registry.grids import Grid
from core.registry.units import unit_counts
from core.report.day_figures import alerts_told_singly, candidates, headline_classes, told_singly
from core.report.ranked import Ranked, beyond_chance, first_change, late_work, ordered, weighed
from core.report.situation import Changed, Statement, changed, untrusted, worst
from core.rollup import judged_day
from core.rollup.days_stamp import days_stamp
from core.rollup.flows import flows
from core.rollup.parts import SPLIT, parts
from core.rollup.series import by_child, class_daily_by_child, daily, daily_by_child
from core.small_numbers import FEWEST
from core.store import Store, load_sql
from core.store.kept import KeptWhile
from core.trends.forecast import past_forecasts
from core.wall.then import late_scans, severe_then, standing_then, tasks_then, units_then
from core.watch.alerts import UNFINISHED, alerts
from core.watch.standing import standing

DAYS = 14  # of a place's line
WEEKS = 4  # of the curve, each with the band that the week before it foresaw
BEFORE = 63  # days that the first band needs
NEW = 7  # days in which somebody came into a class
MOST = 24  # alerts that take turns
LOOKED_AT = 200  # out of so many: those of the gravest kinds first, whatever their scores
FLOWS = 6  # lines between places
WALKED = 12  # places that the foot walks
# What only the rollups say: a wall asks each minute, and the days that are in seldom change.
_days = KeptWhile[object](most=256)
# And what an alert, a person, a unit or a grade would have to change for: a shift ticks tasks.
_stills = KeptWhile["Still"]()


@dataclass(frozen=True)
class Board:
    """`days`: core.rollup.series.daily; `by_day`: daily_by_child; `children`: by_child; `standing`: core.watch.standing; `classes`: class_counts; `singly`: those in which every further person is told;
    `severe`: alerts, the severe first; `curve`: day, observed, expected, low, high of the outsiders; `cells`: grid → (row, column); `flows`: core.rollup.flows of the day between two of them, most first;
    `walk`: grids with something to say, the worst first; `told`: all that is to be said of the day; `then`: of an
    earlier day; `late_scans`: those of it that came in after it and stand in its figures."""

    grid: Grid
    day: date
    pack: str
    days: pd.DataFrame
    by_day: pd.DataFrame
    children: pd.DataFrame
    standing: pd.DataFrame
    classes: pd.DataFrame
    headline: list[str]
    singly: list[str]
    severe: pd.DataFrame
    tasks: dict[str, int]
    units: dict[str, int]
    schools: dict[str, int]
    leading: list[Statement]
    doubt: Statement
    told: list[Ranked]
    curve: pd.DataFrame
    cells: dict[int, tuple[int, int]]
    flows: pd.DataFrame
    walk: list[int]
    then: bool = False
    late_scans: int = 0


@dataclass(frozen=True)
class Still:
    """What stays the same while only tasks are ticked: fields of a board, what is to be said, where it is worst, what moved most."""

    parts: dict[str, object]
    said: list[Ranked]
    worst: Statement
    moved: Statement | None


def board(store: Store, scope: Scope, grid: Grid, *, at: datetime, of: date | None = None) -> Board | None:
    """`of`: as it stood at the end of an earlier day. None while no day is in yet, and of a day that is not in."""
    last = judged_day(store)
    day = of or last
    if (
        last is None
        or day > last
        or (of and not store.value("select 1 from grid_day where day = $day limit 1", day=of))
    ):
        return None
    then = day < last
    policy = running(store, day if then else None)
    make = partial(_still, store, scope, grid, day, policy, then=then)
    if then:
        still = make()
    else:
        stamp = (everybody_stamp(store), store.one(load_sql(__file__, "still.sql")), _days_stamp(store, day))
        key = (tuple(scope.roots), tuple(sorted(scope.reveal)), grid.grid_id, day, policy.version)
        still = _stills.get(store, stamp, key, make)
    here = {"grid": grid.grid_id}
    tasks = (
        tasks_then(store, scope, **here, day=day) if then else task_counts(store, scope, at=at, on=at.date(), **here)
    )
    below = [int(g) for g in still.parts["children"].grid_id]
    late = None if then or not tasks.get("overdue") else late_parts(store, scope, at=at, **here, children=below)
    told = ordered([*still.said, *late_work(tasks, late)])
    moved = first_change(told) or still.moved
    return Board(
        grid=grid,
        day=day,
        tasks=tasks,
        told=told,
        then=then,
        leading=[still.worst, *([moved] if moved else [])],
        **still.parts,
    )


def _days_stamp(store: Store, day: date) -> tuple:
    return days_stamp(store, since=day - timedelta(days=7 * WEEKS + BEFORE), until=day)


def _still(store: Store, scope: Scope, grid: Grid, day: date, policy: Policy, *, then: bool) -> Still:
    begin, here = day - timedelta(days=DAYS - 1), {"grid": grid.grid_id}
    first = day - timedelta(days=7 * WEEKS + BEFORE)
    kept = partial(_kept, store, scope, grid.grid_id, day, _days_stamp(store, day))
    long = kept("daily", partial(daily, store, scope, **here, since=first, until=day))
    by_day = kept("by_day", partial(daily_by_child, store, scope, **here, since=begin, until=day))
    children = by_child(store, scope, **here, since=day, until=day)
    stands = standing_then(store, scope, **here, day=day) if then else standing(store, scope, **here, as_of=day)
    classes = class_counts(store, scope, **here, as_of=day)
    headline = [code for code in headline_classes(policy) if code in set(classes["class"])]
    singly = [code for code in told_singly(policy) if code in set(classes["class"])]
    by_class = kept("by_class", partial(class_daily_by_child, store, scope, **here, since=begin, until=day))
    grave = alerts_told_singly(policy)
    severe = (
        severe_then(store, scope, **here, day=day, limit=LOOKED_AT)
        if then
        else alerts(store, scope, **here, statuses=list(UNFINISHED), severities=["high"], as_of=day, limit=LOOKED_AT)
    )
    days = long[pd.to_datetime(long.day) >= pd.Timestamp(begin)]
    told = list(dict.fromkeys([*headline, *singly]))
    figures = candidates(days, by_day, classes, by_class, until=day, headline=told)
    names = dict(zip(children.grid_id, children.name, strict=True)) if len(children) > 1 else {}
    latest = by_day[pd.to_datetime(by_day.day) == pd.Timestamp(day)]
    silent = list(severe[severe.detector == "missing_feed"].sort_values("first_day", kind="stable").grid_name)
    severe = severe.sort_values("detector", key=lambda kinds: ~kinds.isin(grave), kind="stable").head(MOST)
    curve = kept("curve", partial(_curve, long))
    cells = squares_by_compass(children[["grid_id", "lon", "lat"]])
    bands = _bands(curve)
    said = weighed(
        stands,
        names,
        figures,
        bands=bands,
        days=days,
        children=latest,
        silent=silent,
        classes=classes,
        entered=None if then else entered(store, scope, **here, classes=told, since=day - timedelta(days=NEW - 1), as_of=day),
        singly=frozenset(singly),
        grave=tuple(grave),
        parts={f.code: kept(f"parts of {f.code}", partial(_parts, store, scope, f, here, day)) for f in figures if f.code in SPLIT and beyond_chance(f, bands)},
    )  # fmt: skip
    parts = {
        "pack": policy.version.partition("@")[0], "days": days, "by_day": by_day, "children": children, "standing": stands, "classes": classes, "headline": headline,
        "singly": singly, "severe": severe, "units": _units(store, scope, then, day, None, here), "schools": _units(store, scope, then, day, "school", here),
        "late_scans": late_scans(store, day=day) if then else 0, "doubt": untrusted(stands, days, latest, silent=silent), "curve": curve, "cells": cells,
        "flows": _flows(kept("flows", partial(flows, store, scope, **here, since=day, until=day)), cells), "walk": _walk(children, stands),
    }  # fmt: skip
    return Still(parts, said, worst(stands, names), changed(figures))


def _kept(
    store: Store, scope: Scope, grid: int, day: date, stamp: tuple, name: str, make: Callable[[], object]
) -> object:
    # the stamp is part of the key too: that of an earlier day's board is another
    return _days.get(store, None, (stamp, tuple(scope.roots), grid, day, name), make)


def _parts(store: Store, scope: Scope, figure: Changed, here: dict, day: date) -> pd.DataFrame:
    return parts(
        store, scope, **here, indicator=figure.code, now=(day, day), before=(figure.earlier_day, figure.earlier_day)
    )


def _flows(found: pd.DataFrame, cells: dict) -> pd.DataFrame:
    """Between two places that have a square; so few that somebody might know them are left out."""
    shown = found[found.from_id.isin(cells) & found.to_id.isin(cells) & (found.people >= FEWEST)]
    return shown.head(FLOWS).reset_index(drop=True)


def _units(store: Store, scope: Scope, then: bool, day: date, kind: str | None, here: dict) -> dict[str, int]:
    return (
        units_then(store, scope, **here, day=day, kind=kind) if then else unit_counts(store, scope, kind=kind, **here)
    )


def _curve(days: pd.DataFrame) -> pd.DataFrame:
    series = pd.Series(days.outsiders.to_numpy(dtype=float), index=pd.DatetimeIndex(days.day))
    seen = series[-7 * WEEKS :].rename("observed").rename_axis("day").reset_index()
    foreseen = past_forecasts(series, weeks=WEEKS)[["day", "expected", "low", "high"]]
    return (
        seen.merge(foreseen.astype({"day": "datetime64[ns]"}), on="day", how="left")
        if len(foreseen)
        else seen.assign(expected=None, low=None, high=None)
    )


def _bands(curve: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """What the week before expected of the last day."""
    last = curve.dropna(subset=["observed", "low", "high"]).tail(1)
    return {"outsiders": (float(last.low.iloc[0]), float(last.high.iloc[0]))} if len(last) else {}


def _walk(children: pd.DataFrame, stands: pd.DataFrame) -> list[int]:
    """Places with severe alerts, most first; with none anywhere those with any; at the least the first."""
    severe = stands[stands.severity == "high"].groupby("grid_id").alerts.sum()
    every = stands.groupby("grid_id").alerts.sum()
    known = set(children.grid_id)
    found = [int(g) for g in severe.sort_values(ascending=False, kind="stable").index if g in known]
    found += [
        int(g) for g in every.sort_values(ascending=False, kind="stable").index if g in known and g not in set(found)
    ]
    return (found or [int(g) for g in children.grid_id])[:WALKED]
