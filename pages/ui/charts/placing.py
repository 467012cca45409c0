"""Which of a table's places can be drawn as the county's squares, and where each stands."""

from __future__ import annotations

from core.charts import Role, Sheet
from core.geo.named import cells_of
from pages.ui.shared.cached import read
from pages.ui.shared.session import current_user, store


def mapped(sheet: Sheet) -> frozenset[str]:
    """Names of the columns whose places are squares."""
    return frozenset(f.name for f in sheet.of(Role.PLACE) if cells(tuple(str(v) for v in f.values.dropna().unique())))


def cells(names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """By name, within the reader's scope; empty where they are no map."""
    user = current_user()
    return read(cells_of, store(), user.scope, names=names) if user else {}
