"""Who answers for each grid: name, title, phone, duties, and a deputy."""

from __future__ import annotations

import pandas as pd

from sample_data.ids import phones
from sample_data.names import TITLES, people_names
from sample_data.spec import Spec

SPECIAL = {"学校": "school"}


def duties(spec: Spec, stream: str, grids: pd.DataFrame) -> pd.DataFrame:
    """One row per grid, in its order. Columns: name title phone duties deputy deputy_phone."""
    rng, count = spec.rng("duties of " + stream), len(grids)
    kinds = [_kind(row) for row in grids.to_dict("records")]
    return pd.DataFrame(
        {
            "name": people_names(rng, count),
            "title": [TITLES[kind][0] for kind in kinds],
            "phone": phones(rng, count),
            "duties": [TITLES[kind][1] for kind in kinds],
            "deputy": people_names(rng, count),
            "deputy_phone": phones(rng, count),
        }
    )


def _kind(row: dict) -> str:
    if row["level"] == "village":
        return "community" if row["name"].endswith("社区") else "village"
    if row["level"] == "unit":
        return SPECIAL.get(row["kind"], "unit")
    return row["level"]
