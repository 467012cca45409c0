"""What a detector hands over: a table with these columns, one row per anomaly."""

from __future__ import annotations

import json
from datetime import date, datetime, time

import pandas as pd

COLUMNS = ("grid_id", "person_id", "severity", "score", "first_day", "last_day", "reason", "fields", "also_grid_id")
# What a detector may say besides. `evidence_at`: the moment of the newest scan, reading or application that it rests on; of a detector that
# says it a row is one day or one application, so that what comes after an alert was closed stands apart. Without it: a condition that lasts.
# `p`: by how much chance so much would be seen; `recurrence_days`: how often the like comes by chance.
MORE = ("evidence_at", "p", "recurrence_days")


def anomalies(rows: list[dict]) -> pd.DataFrame:
    """Rows with the keys of COLUMNS (`fields` a dict of plain numbers, ISO dates, codes and grid names; `also_grid_id`: a
    grid whose responsible it concerns as well, may be left out; several stand in `fields` as `grids`) and those of MORE that are known, as a table."""
    return pd.DataFrame(rows, columns=[*COLUMNS, *MORE])


def end_of(day: date) -> datetime:
    """`evidence_at` of what is known by the day alone: the last moment of it."""
    return datetime.combine(day, time.max).replace(microsecond=0)


def severity(value: float, *, medium: float, high: float) -> str:
    """low below `medium`, high from `high` on."""
    return "high" if value >= high else "medium" if value >= medium else "low"


def as_text(fields: dict) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str)
