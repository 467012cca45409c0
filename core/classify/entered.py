"""What those who came into a class lately have in common: an age, a unit."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql

AGES = ("0", "7", "18", "60")  # the first year of each


def entered(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, classes: list[str], since: date, as_of: date
) -> pd.DataFrame:
    """One row per class, part (age | unit) and its value (AGES, or the unit's name): entered, all_entered, people, all_people. Of whoever is in the class now
    and came into it from `since` on, and of everybody who lives in the grid."""
    return store.df(
        load_sql(__file__, "entered.sql"), scope=scope.roots, grid=grid, classes=classes, since=since, as_of=as_of
    )
