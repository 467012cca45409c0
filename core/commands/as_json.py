"""A table as a command's `--json` tells it."""

from __future__ import annotations

import json

import pandas as pd


def as_json(found: pd.DataFrame) -> str:
    text = found.to_json(orient="records", date_format="iso", date_unit="s", force_ascii=False)
    return json.dumps(json.loads(text), ensure_ascii=False)
