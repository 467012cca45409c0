"""Unknown is never silently false: who has the event of a class, and of whom its condition cannot tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from core.classify.compiled import unknown
from core.domain import EVERYTHING, Scope
from core.policy.loader import Policy
from core.policy.running import running
from core.store import Store, load_sql


def classes_unknown(
    store: Store,
    scope: Scope,
    *,
    as_of: date,
    grid: int = EVERYTHING,
    only: str | None = None,
    policy: Policy | None = None,
) -> pd.DataFrame:
    """class, term (what is missing), people: those who would be in the class on that day or not, depending on it. Somebody of whom two
    terms are missing counts for both. `only`: of one class. One row per class and term, by rank of the class, then the most people first."""
    policy = policy or running(store, as_of)
    if only:
        policy = replace(policy, classes=(policy.person_class(only),))
    asked = unknown(policy, as_of=as_of)
    if asked is None:
        return pd.DataFrame({"class": [], "term": [], "people": []})
    query = load_sql(__file__, "unknown.sql").replace("/*asked*/", asked.sql)
    found = store.df(query, scope=scope.roots, grid=grid, as_of=as_of, **asked.parameters)
    ranks = {each.code: each.rank for each in policy.classes}
    return (
        found.assign(rank=found["class"].map(ranks))
        .sort_values(["rank", "people", "term"], ascending=[True, False, True])
        .drop(columns="rank")
        .reset_index(drop=True)
    )
