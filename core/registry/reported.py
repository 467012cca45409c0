"""Who has reported today and who has not: a list with people on it, a form without anybody, or nothing."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import Scope
from core.store import Store, load_sql

DECLARATIONS = "declarations"


def reported(store: Store, scope: Scope, *, day: date, kind: str = DECLARATIONS) -> pd.DataFrame:
    """Grain: one village or community with people, those that are missing first. Columns: grid_id, name, people, reported (how many of them
    declared something that day; 0 of other kinds of lists), state (listed: a list with somebody of it came that day | nil: a report of
    nobody | missing)."""
    return store.df(load_sql(__file__, "reported.sql"), scope=scope.roots, day=day, kind=kind)


def last_reports(store: Store, scope: Scope, *, until: date) -> dict[str, date]:
    """Kind of list → the last day of which a grid that the reader sees reported nobody by it; of declarations, or told something. Kinds by
    which nobody ever did so are left out: such lists need not come every day."""
    found = store.run(
        """select kind, max(day) from (
          select 'declarations' as kind, max(cast(declared_at as date)) as day from declaration
          where declared_at < cast($until as date) + interval 1 day and person_id in (from scope_people($scope, $until))
          union all
          select kind, day from nil_report where day <= $until and grid_id in (from scope_grids($scope)))
        where day is not null group by kind order by kind <> 'declarations', kind""",
        scope=scope.roots,
        until=until,
    )
    return dict(found.fetchall())
