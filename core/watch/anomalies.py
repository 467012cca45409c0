"""What a detector hands over: a table with these columns, one row per anomaly."""

from __future__ import annotations

import json

import pandas as pd

COLUMNS = ("grid_id", "person_id", "severity", "score", "first_day", "last_day", "reason", "fields", "also_grid_id")
# What a detector may say besides: `p`: by how much chance so much would be seen; `recurrence_days`: how often the like comes by chance.
MORE = ("p", "recurrence_days")


def anomalies(rows: list[dict]) -> pd.DataFrame:
    """Rows with the keys of COLUMNS (`fields` a dict of plain numbers, ISO dates, codes and grid names; `also_grid_id`: a
    grid whose responsible it concerns as well, may be left out) and those of MORE that are known, as a table."""
    return pd.DataFrame(rows, columns=[*COLUMNS, *MORE])


def severity(value: float, *, medium: float, high: float) -> str:
    """low below `medium`, high from `high` on."""
    return "high" if value >= high else "medium" if value >= medium else "low"


def as_text(fields: dict) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str)
