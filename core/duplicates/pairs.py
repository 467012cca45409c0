"""The queue of people who may stand in the registers twice: counts, list, the two entries side by side, merges that can be undone."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.registry.people import shown
from core.registry.reach import reached
from core.store import Store, load_sql

BANDS = ("same", "perhaps")
RULES = ("document", "phone", "birth", "household")
FIELDS = ("name", "sex", "birth_date", "id_number", "phone", "home", "household", "relation", "address", "places", "attention", "status")  # fmt: skip


def pair_counts(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, status: str = "open", as_of: date | None = None
) -> pd.DataFrame:
    """band, rule, pairs. Grain: one row per band and rule that has pairs of which the scope reaches both people."""
    return store.df(
        load_sql(__file__, "open.sql") + load_sql(__file__, "counts.sql"),
        scope=scope.roots, grid=grid, status=status, as_of=as_of or date.max,
    )  # fmt: skip


def pairs(
    store: Store,
    scope: Scope,
    *,
    grid: int = EVERYTHING,
    band: str | None = None,
    rule: str | None = None,
    status: str = "open",
    as_of: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> pd.DataFrame:
    """One page of the queue, the surest first. Grain: one row per pair of which the scope reaches both people.

    Columns: pair_id, keep_id and gone_id (the fuller entry is proposed to be kept), band, rule, score (0 … 1), reasons (list of codes),
    name_a, name_b (masked unless revealed; a is the older entry), grid_a, grid_b, decided_by, decided_at.
    """
    table = store.df(
        load_sql(__file__, "open.sql") + load_sql(__file__, "page.sql"),
        scope=scope.roots, grid=grid, band=band, rule=rule, status=status, as_of=as_of or date.max,
        limit=limit, offset=offset, **shown(scope),
    )  # fmt: skip
    table["reasons"] = [json.loads(text) for text in table["reasons"]]
    return table


def side_by_side(
    store: Store, scope: Scope, *, keep: int, gone: int, as_of: date | None = None
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """The two entries compared; None when the scope does not reach both.

    Fields: one row per field: field, keep, gone (text, masked unless revealed), state (same | differ | one, where one of them lacks it).
    Entries: one row per person, the kept one first: person_id, registered, check_ins, last_seen, file_name, updated_at.
    """
    if reached(store.cursor(), scope, [keep, gone], as_of or date.max) != {keep, gone}:
        return None
    two = store.df(load_sql(__file__, "cards.sql"), a=keep, b=gone, **shown(scope)).set_index("person_id")
    kept, other = two.loc[keep], two.loc[gone]
    rows = []
    for name in FIELDS:
        here, there = (None if pd.isna(v) else str(v) for v in (kept[name], other[name]))
        if here is None and there is None:
            continue
        alike = (
            "one"
            if here is None or there is None
            else "same"
            if kept[f"key_{name}"] == other[f"key_{name}"]
            else "differ"
        )
        rows.append((name, here, there, alike))
    entries = two.loc[[keep, gone], ["registered", "check_ins", "last_seen", "file_name", "updated_at"]].reset_index()
    return pd.DataFrame(rows, columns=["field", "keep", "gone", "state"]), entries


def merges(store: Store, scope: Scope, *, as_of: date | None = None, limit: int = 20) -> pd.DataFrame:
    """The latest merges that stand, newest first. Grain: one row per merge of which the scope reaches both people.

    Columns: merge_id, kept_id, gone_id, merged_by, merged_at, kept_name, gone_name (masked unless revealed), kept_grid, gone_grid.
    """
    return store.df(
        load_sql(__file__, "merges.sql"),
        scope=scope.roots,
        as_of=as_of or date.max,
        limit=limit,
        **shown(scope),
    )
