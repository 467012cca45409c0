"""Coverage: the one label that stands wherever scans are counted."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import EVERYTHING, User
from core.i18n import format
from core.rollup import coverage
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.session import say

LOW = 0.7  # below it a small count may be missing data


def coverage_label(share: float | None) -> str:
    """“覆盖率 93%”; below LOW with what that means for counts; nothing to compare with is said, too."""
    if share is None or pd.isna(share):
        return say("coverage.unknown")
    return say("coverage.low" if share < LOW else "coverage.good", share=format.percent(share, 0))


def coverage_of(store: Store, user: User, *, grid: int = EVERYTHING, since: date, until: date) -> str:
    """The label of a grid with all below it over some days."""
    return coverage_label(read(coverage, store, user.scope, grid=grid, since=since, until=until))
