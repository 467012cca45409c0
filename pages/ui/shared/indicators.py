"""What can be shown by day and place, by its name: the sums of scans, and people of a class."""

from __future__ import annotations

import pandas as pd

from core.policy.loader import RESIDENT
from core.policy.running import running
from pages.ui.shared import palette
from pages.ui.shared.session import language, say, store

WATCHED = "watched"  # everybody in any class but the ordinary one


def classes() -> list[str]:
    return [c.code for c in running(store()).classes if c.code != RESIDENT]


def indicator_name(code: str) -> str:
    return palette.class_names(language()).get(code) or say(f"indicator.{code}")


def distinct(frame: pd.DataFrame) -> pd.DataFrame:
    """Grids of one name told apart by a number behind it."""
    grids = frame.drop_duplicates("grid_id").set_index("grid_id").name
    place = grids.groupby(grids).cumcount()
    labels = grids.where(place == 0, grids + " (" + (place + 1).astype(str) + ")")
    return frame.assign(name=frame.grid_id.map(labels))


def complete(summed: pd.DataFrame, classified: pd.Series, days: pd.DatetimeIndex) -> pd.Series:
    """People by day, as `summed` (day, people) has them: 0 where a classified day has nobody, missing where nothing was classified."""
    found = summed.assign(day=pd.to_datetime(summed.day)).set_index("day").people.reindex(days)
    known = days.isin(pd.to_datetime(classified.unique()))
    return found.astype(float).mask(found.isna() & known, 0.0)
