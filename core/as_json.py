"""A table as programs are told it: by a command's `--json`, by a share's address."""

from __future__ import annotations

import json

import pandas as pd


def as_json(found: pd.DataFrame) -> str:
    return json.dumps(records(found), ensure_ascii=False)


def records(found: pd.DataFrame) -> list[dict]:
    """One object per row. Pandas has one type for days and moments: a column that is no moment by its name (`…_at`), and has midnights
    alone, is told as days (2026-01-31), any other to the second (2026-01-31T08:00:00)."""
    days = {name: found[name].dt.strftime("%Y-%m-%d") for name in found.select_dtypes("datetime") if _days(found[name])}
    text = found.assign(**days).to_json(orient="records", date_format="iso", date_unit="s", force_ascii=False)
    return json.loads(text)


def _days(column: pd.Series) -> bool:
    return not str(column.name).endswith("_at") and bool((column.isna() | (column == column.dt.normalize())).all())
