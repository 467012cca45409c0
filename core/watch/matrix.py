"""Daily counts of the watched grids as a matrix: one row per grid, one column per day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.domain import EVERYTHING
from core.policy.calendar import day_kinds
from core.store import Store, load_sql

HISTORY = 150  # days before the day judged
INDICATORS = ("check_ins", "entries", "exits", "fevers", "outsiders", "residents_seen")


@dataclass(frozen=True)
class Matrix:
    grids: np.ndarray  # ids, one per row
    kinds: np.ndarray  # index of the kind, per row
    names: list[str]  # kind, per row
    days: list[date]  # one per column
    weekdays: np.ndarray  # 1–7 as the day behaves, per column
    special: np.ndarray  # holiday or made-up working day, per column
    active: np.ndarray  # [row, column] false before a unit reopened and on days whose data are missing
    counts: dict[str, np.ndarray]  # indicator → [row, column]


def load_matrix(store: Store, *, as_of: date, within: int = EVERYTHING, kind: str | None = None) -> Matrix:
    """The last HISTORY days up to `as_of`, of all watched grids or those of a subtree and kind."""
    since = as_of - timedelta(days=HISTORY - 1)
    long = store.df(load_sql(__file__, "series.sql"), since=since, until=as_of, within=within, kind=kind)
    first = long["day"].min().date() if len(long) else as_of
    kinds = day_kinds(first, as_of)
    grids = np.sort(long["grid_id"].unique())
    row = np.searchsorted(grids, long["grid_id"].to_numpy())
    column = (long["day"] - pd.Timestamp(first)).dt.days.to_numpy()
    counts = {m: _filled(long[m], row, column, (len(grids), len(kinds))) for m in INDICATORS}
    table = long.drop_duplicates("grid_id").sort_values("grid_id")
    active = np.tile(counts["check_ins"].sum(axis=0) > 0, (len(grids), 1))
    days = np.array([np.datetime64(k.day) for k in kinds])
    opened = table["resumed_on"].to_numpy().astype("datetime64[D]")
    active &= ~(days[None, :] < opened[:, None])  # a comparison with NaT is false
    active[row[long["missing"]], column[long["missing"]]] = False
    return Matrix(
        grids=grids,
        names=table["kind"].tolist(),
        kinds=pd.factorize(table["kind"], sort=True)[0],
        days=[k.day for k in kinds],
        weekdays=np.array([k.weekday for k in kinds]),
        special=np.array([k.special for k in kinds]),
        active=active,
        counts=counts,
    )


def _filled(values: pd.Series, row: np.ndarray, column: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    matrix = np.zeros(shape)
    matrix[row, column] = values.to_numpy(dtype=float)
    return matrix
