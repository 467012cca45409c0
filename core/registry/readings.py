"""Readings of grids: rain and water of stations, indices of mosquito surveys."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from core.domain import Scope
from core.store import Store, load_sql

HOURS = 6  # how long a rain or water reading stands
SURVEY_HOURS = 24 * 7  # a survey's index


def readings(store: Store, scope: Scope, *, at: datetime) -> pd.DataFrame:
    """What stands at a moment in the grids of the scope, what calls for moving first. Grain: one row per station (or grid) and indicator.
    Columns: grid_id, grid (name), station, station_name, indicator, value, measured_at, prepare, move (the station's own values; null:
    none is set), level (prepare | move | null)."""
    return store.df(
        load_sql(__file__, "readings.sql"), scope=scope.roots, at=at, hours=HOURS, survey_hours=SURVEY_HOURS
    )
