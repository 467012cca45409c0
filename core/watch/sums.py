"""Sums by kind of unit × town and × county: a shift that all grids of a kind have in common is taken out of each, and shows here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.store import Store, load_sql
from core.watch.matrix import Matrix
from core.watch.scoring.counts import Counts

FEWEST_PARTS = 2


@dataclass(frozen=True)
class Watched:
    """The series that are scored: the matrix's grids, then the sums."""

    matrix: Matrix
    counts: Counts
    grids: np.ndarray  # id of the grid that is to have the alert, per series
    kinds: list[str | None]  # kind of unit summed, None for a grid itself
    parts: list[list[int]]  # ids of the grids summed, none for a grid itself


def watched(store: Store, matrix: Matrix, indicator: str) -> Watched:
    """Grids and sums of one indicator. A sum is known on days on which all of its grids are."""
    plain = counts_of(matrix, indicator)
    above = store.df(load_sql(__file__, "above.sql"), grids=matrix.grids.tolist())
    above["row"] = np.searchsorted(matrix.grids, above["grid_id"])
    above["kind"] = [matrix.names[row] for row in above["row"]]
    y, active, grids, kinds, parts = [], [], [], [], []
    for (grid, kind), part in above.groupby(["above_id", "kind"], sort=True):
        if len(part) >= FEWEST_PARTS:
            rows = part["row"].to_numpy()
            y.append(np.where(plain.active[:, rows], plain.y[:, rows], 0).sum(axis=1))
            active.append(_together(plain.active[:, rows]))
            grids.append(int(grid))
            parts.append([int(n) for n in part["grid_id"]])
            kinds.append(kind.removeprefix("unit."))
    alone: list[str | None] = [None] * len(matrix.grids)
    if not grids:
        return Watched(matrix, plain, matrix.grids, alone, [[] for _ in alone])
    first = int(plain.kinds.max(initial=-1)) + 1
    both = Counts(
        y=np.hstack([plain.y, np.array(y).T]),
        active=np.hstack([plain.active, np.array(active).T]),
        kinds=np.concatenate([plain.kinds, first + np.arange(len(grids))]),
        weekdays=plain.weekdays,
        special=plain.special,
        compared=np.concatenate([plain.compared, np.zeros(len(grids), dtype=bool)]),
    )
    return Watched(matrix, both, np.concatenate([matrix.grids, grids]), alone + kinds, [[] for _ in alone] + parts)


def counts_of(matrix: Matrix, indicator: str) -> Counts:
    return Counts(
        y=np.ascontiguousarray(matrix.counts[indicator].T),
        active=np.ascontiguousarray(matrix.active.T),
        kinds=matrix.kinds,
        weekdays=matrix.weekdays,
        special=matrix.special,
        compared=np.ones(len(matrix.grids), dtype=bool),
    )


def _together(active: np.ndarray) -> np.ndarray:
    """Days on which all grids are there that are on the last day; a unit that reopened later begins the sum anew."""
    return active[:, active[-1]].all(axis=1) & active[-1].any()
