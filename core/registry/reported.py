"""Who has reported today and who has not: a list with people on it, a form without anybody, or nothing."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import Scope
from core.store import Store, load_sql

DECLARATIONS = "declarations"


def reported(store: Store, scope: Scope, *, day: date, kind: str = DECLARATIONS) -> pd.DataFrame:
    """Grain: one village or community with people, those that are missing first. Columns: grid_id, name, people, reported (how many of them
    told something that day), state (listed | nil: a report of nobody | missing)."""
    return store.df(load_sql(__file__, "reported.sql"), scope=scope.roots, day=day, kind=kind)


def last_report(store: Store, scope: Scope, *, until: date) -> date | None:
    """The last day of which anybody whom the reader may see told something, or a grid of theirs reported nobody; None: never."""
    return store.value(
        """select max(day) from (
          select max(cast(declared_at as date)) as day from declaration
          where declared_at < cast($until as date) + interval 1 day and person_id in (from scope_people($scope, $until))
          union all
          select max(day) from nil_report where day <= $until and grid_id in (from scope_grids($scope)))""",
        scope=scope.roots,
        until=until,
    )
