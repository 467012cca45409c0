"""What those who came into a class or left it lately have in common, and those whom severe alerts are about: an age, a unit, a class."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql
from core.store.kept import KeptWhile, until_written

AGES = ("0", "7", "18", "60")  # the first year of each
EVERY = "all"
_kept, _usual = KeptWhile[pd.DataFrame](), KeptWhile[pd.DataFrame]()


def entered(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, classes: list[str], since: date, as_of: date
) -> pd.DataFrame:
    """One row per side, class, part (age | unit | class) and its value (AGES, the unit's name, the class): entered, all_entered, people, all_people; of everybody who lives in the grid.
    Sides: came (is in the class now, and came into it from `since` on), gone (left it since then), alert (of no class: whom severe alerts that stand are about)."""
    asked = {"scope": scope.roots, "grid": grid, "classes": classes, "since": since, "as_of": as_of}
    # all of a county are read for it, and a wall asks each minute: kept as long as nobody is another
    register, others = _register_stamp(store), _others_stamp(store)
    key = (tuple(scope.roots), grid, tuple(classes), since, as_of)
    return _kept.get(store, (register, others), key, partial(_entered, store, asked, register))


def everybody_stamp(store: Store) -> tuple:
    """Other as soon as anybody moves, is born another day, ends, belongs elsewhere, or a grid, a class or an alert is another. No figure by itself, so it needs no scope."""
    return *_register_stamp(store), *_others_stamp(store)


@until_written(told=True)
def _register_stamp(store: Store) -> tuple:
    return store.one(load_sql(__file__, "register_stamp.sql"))


def _others_stamp(store: Store) -> tuple:
    return store.one(load_sql(__file__, "classes_stamp.sql"))


def _entered(store: Store, asked: dict, register: tuple) -> pd.DataFrame:
    found = store.df(load_sql(__file__, "entered.sql"), **asked)
    # one row per part (all | age | unit) and value: unit_id, people
    read = partial(store.df, load_sql(__file__, "everybody.sql"), **asked)
    base = _usual.get(store, register, (tuple(asked["scope"]), asked["grid"], asked["as_of"]), read)
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
