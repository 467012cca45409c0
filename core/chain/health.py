"""Whether the chain holds: every grid with who answers for it, and what is wrong there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from core.chain.now import chain_sql, starts_of
from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql

# vacant: nobody holds any duty; no_phone; never_in: has no account here, or never used it, at a level at which accounts are opened; disabled: its account was closed; unanswered: all are away and nobody stands in;
# overloaded: more due than a day can hold; silent: work is overdue and they have not been here for SILENT
FLAGS = ("vacant", "unanswered", "disabled", "no_phone", "never_in", "overloaded", "silent")
SILENT = timedelta(days=2)
LEVELS = ("county", "township", "village", "section", "unit")


def health(
    store: Store,
    scope: Scope,
    *,
    at: datetime,
    a_day: int,
    grid: int = EVERYTHING,
    levels: tuple[str, ...] = LEVELS,
) -> pd.DataFrame:
    """Every grid in use (a unit: its root) of these levels. `a_day`: tasks that a day can hold for one duty.

    Grain: one row per grid, by its code, never by how much anybody does. Columns: grid_id, code, name, level (or unit), town_id, town, role, holder (who comes first now; missing: vacant), phone
    (masked unless work_phone is revealed), cannot (away | disabled; missing: can), seen_at (the holder's account), tasks, overdue, today (due until its end), and each of FLAGS.
    """
    return store.df(
        chain_sql(load_sql(__file__, "health.sql")), at=at, **starts_of(()), scope=scope.roots, grid=grid, levels=list(levels), a_day=a_day,
        silent_since=at - SILENT, show_work_phone="work_phone" in scope.reveal,
    )  # fmt: skip
