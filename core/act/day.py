"""A day's work of one duty in the order in which it is walked: from where its grid lies always to the nearest place that is left."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import numpy as np
import pandas as pd

from core.act.tasks import MOST, tasks
from core.domain import Scope
from core.store import Store, load_sql

METRES = 111_320  # of a degree of latitude


def day(store: Store, scope: Scope, post: tuple[int, str], *, at: datetime) -> pd.DataFrame:
    """What a duty (grid, role) can do now or later that day, of what it has; overdue included. Grain: one row per task. Columns: those of core.act.tasks, household, address (of the person; masked unless revealed), stop
    (number of the place on the way, from 1), metres (from the stop before, as the crow flies; missing: unknown). People of one household are one stop; places without coordinates come last, by code."""
    found = tasks(store, scope, at=at, owner=post[0], limit=MOST, statuses=["open", "overdue"])
    found = found[
        (found["owner_role"] == post[1])
        & (found["due_at"] < datetime.combine(at.date() + timedelta(days=1), time(0, 1)))
    ]
    found = found[found["closes_at"].isna() | (found["closes_at"] > at)].reset_index(drop=True)
    places = store.df(
        load_sql(__file__, "day_places.sql"), ids=[int(n) for n in found["task_id"]], scope=scope.roots, as_of=at.date(),
        show_address="address" in scope.reveal, grid=post[0],
    )  # fmt: skip
    found = found.merge(places, on="task_id", how="left")
    stops = found.drop_duplicates("place").sort_values(["code", "place"]).reset_index(drop=True)
    if stops.empty:
        return found.assign(stop=pd.Series(dtype="Int64"), metres=pd.Series(dtype=float))
    order, metres = way(stops[["lat", "lon"]].to_numpy(float), stops[["from_lat", "from_lon"]].iloc[0].to_numpy(float))
    walked = pd.DataFrame(
        {"place": stops["place"].to_numpy()[order], "stop": range(1, len(order) + 1), "metres": metres}
    )
    return found.merge(walked, on="place").sort_values(["stop", "due_at", "task_id"]).reset_index(drop=True)


def way(places: np.ndarray, start: np.ndarray) -> tuple[list[int], list[float]]:
    """(rows in the order of the way, metres of each from the one before): nearest neighbour. Rows without coordinates last."""
    left = [n for n in range(len(places)) if not np.isnan(places[n]).any()]
    unknown = [n for n in range(len(places)) if np.isnan(places[n]).any()]
    here = start if not np.isnan(start).any() else None
    order, metres = [], []
    while left:
        if here is None:
            nearest, far = 0, np.nan
        else:
            of = places[left]
            wide = np.cos(np.radians(here[0]))
            all_far = METRES * np.hypot(of[:, 0] - here[0], (of[:, 1] - here[1]) * wide)
            nearest = int(np.argmin(all_far))
            far = float(all_far[nearest])
        here = places[left[nearest]]
        order.append(left.pop(nearest))
        metres.append(far)
    return order + unknown, metres + [np.nan] * len(unknown)
