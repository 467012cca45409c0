"""What those who came into a class or left it lately have in common, and those whom severe alerts are about: an age, a unit, a class."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql

AGES = ("0", "7", "18", "60")  # the first year of each


def entered(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, classes: list[str], since: date, as_of: date
) -> pd.DataFrame:
    """One row per side, class, part (age | unit | class) and its value (AGES, the unit's name, the class): entered, all_entered, people, all_people; of everybody who lives in the grid.
    Sides: came (is in the class now, and came into it from `since` on), gone (left it since then), alert (of no class: whom severe alerts that stand are about)."""
    return store.df(
        load_sql(__file__, "entered.sql"), scope=scope.roots, grid=grid, classes=classes, since=since, as_of=as_of
    )
