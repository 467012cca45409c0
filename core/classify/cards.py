"""What the card of a class tells of today: how many are in it, whose time is over soon."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql

SOON = 3  # days within which somebody's class ends


def class_cards(store: Store, scope: Scope, *, grid: int = EVERYTHING, as_of: date, judged: date) -> pd.DataFrame:
    """One row per class with people: class, people (all who are in it, as the list of people finds them), leading (whose shown class it
    is), ending (whose time in it is over within SOON days after the day `judged`). Residents are counted elsewhere (class_counts)."""
    sql = load_sql(__file__, "class_cards.sql")
    return store.df(sql, scope=scope.roots, grid=grid, as_of=as_of, judged=judged, within=SOON)


def ending(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, person_class: str, as_of: date, judged: date, limit: int = 30
) -> pd.DataFrame:
    """Who that is, the first to end first: person_id, name (masked unless revealed), place, since, until."""
    return store.df(
        load_sql(__file__, "class_ending.sql"), scope=scope.roots, grid=grid, as_of=as_of, judged=judged, within=SOON, limit=limit,
        show_name="name" in scope.reveal, **{"class": person_class},
    )  # fmt: skip
