"""Frames of places with their names in the reader's language."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.ui.shared.session import place

COLUMNS = ("name", "grid_name", "township", "place")  # that hold names of grids, in frames of places


def named(found: Any, *columns: str) -> Any:
    """The frame with `columns` (None: any of COLUMNS) by `core.i18n.places.place_name`; what is no frame stays as it is."""
    if not isinstance(found, pd.DataFrame):
        return found
    present = [c for c in columns or COLUMNS if c in found]
    return found.assign(**{c: found[c].map(place, na_action="ignore") for c in present})
