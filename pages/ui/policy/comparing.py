"""Two policies of a pack over one day, each as it would run; remembered until the store changes."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.classify.compare import Comparison, compare, compared_people
from core.domain import Scope
from core.policy.loader import Policy, load_policy
from core.policy.running import as_if
from core.store import Store
from pages.ui.shared.cached import read

Recipe = tuple[str, str, str]  # pack, edition, changes


def compared(store: Store, scope: Scope, a: Recipe, b: Recipe, day: date) -> Comparison:
    return read(_compared, store, scope, a=a, b=b, as_of=day)


def people_of_cell(
    store: Store, scope: Scope, a: Recipe, b: Recipe, day: date, *, before: str, after: str, limit: int, offset: int
) -> pd.DataFrame:
    return read(_cell, store, scope, a=a, b=b, as_of=day, before=before, after=after, limit=limit, offset=offset)


def _compared(store: Store, scope: Scope, *, a: Recipe, b: Recipe, as_of: date) -> Comparison:
    return compare(store, scope, _policy(store, a, as_of), _policy(store, b, as_of), as_of=as_of)


def _cell(store: Store, scope: Scope, *, a: Recipe, b: Recipe, as_of: date, **chosen: object) -> pd.DataFrame:
    return compared_people(store, scope, _policy(store, a, as_of), _policy(store, b, as_of), as_of=as_of, **chosen)


def _policy(store: Store, given: Recipe, day: date) -> Policy:
    return as_if(store, load_policy(*given), day)
