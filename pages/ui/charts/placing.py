"""Which of a table's places can be drawn as the county's squares, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable

from core.charts import Role, Sheet
from core.geo.named import cells_of
from core.i18n.places import place_name
from core.registry.grids import area_choices
from pages.ui.shared.cached import read
from pages.ui.shared.session import current_user, language, store


def mapped(sheet: Sheet) -> frozenset[str]:
    """Names of the columns whose places are squares."""
    return frozenset(f.name for f in sheet.of(Role.PLACE) if cells(tuple(str(v) for v in f.values.dropna().unique())))


def cells(names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """By name, within the reader's scope; empty where they are no map."""
    user = current_user()
    if not user:
        return {}
    own = {}
    if language() == "en":
        own = own_names(names, (path.rpartition(" / ")[2] for path in read(area_choices, store(), user.scope).path))
    found = read(cells_of, store(), user.scope, names=tuple(own.get(name, name) for name in names))
    return {name: found[own.get(name, name)] for name in names if own.get(name, name) in found}


def own_names(names: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Lists of the desk call places in English on English pages: as shown → as the county calls it. Of two that sound alike the first."""
    wanted, found = set(names), {}
    for name in known:
        shown = place_name("en", name)
        if shown in wanted:
            found.setdefault(shown, name)
    return found
