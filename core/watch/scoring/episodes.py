"""Which days are worth a look: false discovery by day, and days that belong together."""

from __future__ import annotations

import numpy as np

BEGIN, GO_ON = 0.001, 0.01  # chance below which an episode begins, and below which a later day still belongs to it
GAP = 7  # days between two days of one episode


def false_discovery(p: np.ndarray, judged: np.ndarray) -> np.ndarray:
    """Benjamini–Hochberg's q over the judged series of each day, [day, series]; 1 elsewhere."""
    q = np.ones(p.shape)
    for t in range(len(p)):
        rows = np.flatnonzero(judged[t])
        order = rows[np.argsort(p[t, rows], kind="stable")]
        scaled = p[t, order] * len(order) / np.arange(1, len(order) + 1)
        q[t, order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def episodes(p: np.ndarray, *, begin: float = BEGIN, go_on: float = GO_ON, gap: int = GAP) -> np.ndarray:
    """The first day (row) of the episode that each day belongs to, [day, series]; −1 for none. A day is told by the days before it."""
    first = np.full(p.shape, -1)
    open_since, last = np.full(p.shape[1], -1), np.full(p.shape[1], -(10**6))
    for t in range(len(p)):
        within = t - last <= gap
        hit = (p[t] <= begin) | (within & (p[t] <= go_on))
        open_since = np.where(hit & ~within, t, open_since)
        last = np.where(hit, t, last)
        first[t] = np.where(hit, open_since, -1)
    return first
