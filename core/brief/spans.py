"""Alerts and tasks of a span of days, beside as many days before it: of the week, or of the theme of a special brief."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.domain import Scope
from core.store import Store, load_sql
from core.wall.then import end_of


@dataclass(frozen=True)
class Span:
    """`detector`, `class_code`, `area`: of that theme alone."""

    store: Store
    scope: Scope
    grid: int
    since: date
    until: date
    detector: str | None = None
    class_code: str | None = None
    area: int | None = None

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    def by_detector(self) -> pd.DataFrame:
        """detector, opened, before, closed, open, severe (of the open ones)."""
        return self._alerts("span_by_detector.sql", days=self.days).fillna({"severe": 0})

    def by_child(self, children: list[int]) -> pd.DataFrame:
        """grid_id, opened, before, closed, open."""
        return self._alerts("span_by_child.sql", days=self.days, children=children)

    def by_day(self) -> pd.Series:
        """Alerts that began, by day; 0 where none did."""
        found = self._alerts("span_by_day.sql", days=self.days)
        days = pd.date_range(self.since, self.until)
        return found.set_index(pd.to_datetime(found.day)).alerts.reindex(days, fill_value=0).astype(float)

    def tasks(self) -> tuple[int, int, int]:
        """Due, done, done in time."""
        return self.store.one(load_sql(__file__, "span_tasks.sql"), **self._given())

    def _alerts(self, tail: str, **more: object) -> pd.DataFrame:
        return self.store.df(load_sql(__file__, "span_alerts.sql") + load_sql(__file__, tail), **self._given(), **more)

    def _given(self) -> dict[str, object]:
        return {
            "scope": self.scope.roots, "grid": self.grid, "since": self.since, "until": self.until, "cutoff": end_of(self.until),
            "detector": self.detector, "class": self.class_code, "area": self.area,
        }  # fmt: skip
