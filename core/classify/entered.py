"""What those who came into a class or left it lately have in common, and those whom severe alerts are about: an age, a unit, a class."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql
from core.store.kept import KeptWhile

AGES = ("0", "7", "18", "60")  # the first year of each
EVERY = "all"
_kept = KeptWhile[pd.DataFrame]()


def entered(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, classes: list[str], since: date, as_of: date
) -> pd.DataFrame:
    """One row per side, class, part (age | unit | class) and its value (AGES, the unit's name, the class): entered, all_entered, people, all_people; of everybody who lives in the grid.
    Sides: came (is in the class now, and came into it from `since` on), gone (left it since then), alert (of no class: whom severe alerts that stand are about)."""
    found = store.df(
        load_sql(__file__, "entered.sql"), scope=scope.roots, grid=grid, classes=classes, since=since, as_of=as_of
    )
    base = everybody(store, scope, grid=grid, as_of=as_of)
    usual = {
        (part, unit if part == "unit" else value): people
        for part, value, unit, people in zip(base.part, base.value, base.unit_id.fillna(0), base.people, strict=True)
    }
    keys = zip(found.part, found.value, found.unit_id.fillna(0), found.people, strict=True)
    people = [
        int(own) if part == "class" else usual[part, unit if part == "unit" else value]
        for part, value, unit, own in keys
    ]
    return found.drop(columns="unit_id").assign(people=people, all_people=usual[EVERY, ""])


def everybody(store: Store, scope: Scope, *, grid: int, as_of: date) -> pd.DataFrame:
    """One row per part (all | age | unit) and value: unit_id, people. Kept as long as nobody moves, is born, ends or belongs elsewhere: all of a county are read for it."""
    stamp = store.one(load_sql(__file__, "everybody_stamp.sql"))
    read = partial(store.df, load_sql(__file__, "everybody.sql"), scope=scope.roots, grid=grid, as_of=as_of)
    return _kept.get(store, stamp, (tuple(scope.roots), grid, as_of), read)
