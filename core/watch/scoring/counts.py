"""What is judged: counts of many series over the same days."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Counts:
    """Matrices are [day, series], the days without a hole; weekly series have one row per week."""

    y: np.ndarray  # counts
    active: np.ndarray  # true where something is known: elsewhere the count is neither zero nor anything else
    kinds: np.ndarray  # number of the kind, per series: what is compared with what
    weekdays: np.ndarray  # 1–7 as the day behaves, per day
    special: np.ndarray  # holiday or made-up working day, per day
    compared: np.ndarray  # per series: false where a shift common to its kind is to be seen, not taken out
    weekly: bool = False

    def until(self, day: int) -> Counts:
        """The same as far as it was known on that day."""
        parts = {name: getattr(self, name)[: day + 1] for name in ("y", "active", "weekdays", "special")}
        return replace(self, **parts)


def counts(
    y: np.ndarray,
    *,
    active: np.ndarray | None = None,
    kinds: np.ndarray | None = None,
    weekdays: np.ndarray | None = None,
    special: np.ndarray | None = None,
    compared: np.ndarray | None = None,
    weekly: bool = False,
) -> Counts:
    """Counts with what is usual for all that is not given: everything known, one kind, no holidays, the first day a Monday."""
    days, series = y.shape
    return Counts(
        y=np.ascontiguousarray(np.where(np.isfinite(y), y, 0), dtype=float),
        active=np.isfinite(y) if active is None else active,
        kinds=np.zeros(series, dtype=int) if kinds is None else kinds,
        weekdays=np.arange(days) % 7 + 1 if weekdays is None else weekdays,
        special=np.zeros(days, dtype=bool) if special is None else special,
        compared=np.ones(series, dtype=bool) if compared is None else compared,
        weekly=weekly,
    )
