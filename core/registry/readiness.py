"""What keeps a unit from opening, and what if it opened on a day: from its roster, the classes of its people, its owners and its scans."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.policy.calendar import is_school_day
from core.policy.resuming import resuming
from core.registry.people import shown
from core.registry.units import conditions_of
from core.store import Store, load_sql

READINESS = ("blocked", "nearly", "ready")  # the worst first
MOST = 500  # names
MONTH = 30  # days looked back for the last scan


def readiness(
    store: Store,
    scope: Scope,
    *,
    on: date,
    as_of: date,
    grid: int = EVERYTHING,
    kind: str | None = None,
    industry: str | None = None,
    resumption: str | None = None,
    obstacle: str | None = None,
    text: str = "",
) -> pd.DataFrame:
    """The units that answer to all filters (as of core.registry.units.units), the worst first. `on`: the day of opening; whose class is over
    then comes. `as_of`: the last day with data.

    Grain: one row per unit. Columns: grid_id, code, name, kind, industry, township, resumption, resumed_on, readiness (blocked | nearly |
    ready), reasons (list of codes, those that block first: no_responsible, no_roster, roster_thin, away_many, obstacle; staff_untold, roster_short,
    away, no_phone, silent), staff (expected), people (known), roster_share (0–1), away (people who may not come), away_until, silent (days
    without a scan; missing: a month and more; of a school its school days alone make it count), obstacle, responsible, phone (masked unless revealed).
    """
    rules = resuming()
    return store.df(
        load_sql(__file__, "units_matched.sql") + load_sql(__file__, "readiness.sql"),
        **conditions_of(scope, grid, kind, industry, resumption, obstacle, text),
        **shown(scope),
        on=on,
        as_of=as_of,
        keeps_away=list(rules.keeps_away),
        roster_full=rules.roster_full,
        roster_least=rules.roster_least,
        away_most=rules.away_most,
        silent_days=rules.silent_days,
        no_school=[day for n in range(MONTH) if not is_school_day(day := as_of - timedelta(days=n))],
    )


def by_group(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """`readiness` added up by `industry`, `township` or `kind`: that column, blocked, nearly, ready, units; most blocked first."""
    counts = pd.crosstab(found[by].fillna(""), found["readiness"]).reindex(columns=list(READINESS), fill_value=0)
    counts["units"] = counts.sum(axis=1)
    return counts.sort_values(["blocked", "units"], ascending=False).reset_index().rename_axis(columns=None)


def opening(store: Store, scope: Scope, *, grid_id: int, on: date) -> pd.DataFrame:
    """Who would come to a unit that opens on that day. Grain: one row per township of the home (missing: not known) and class then
    (missing: none). Columns: township, class, away (bool: may not come), people."""
    return store.df(
        load_sql(__file__, "opening.sql"),
        grid_id=grid_id,
        scope=scope.roots,
        on=on,
        keeps_away=list(resuming().keeps_away),
    )


def kept_away(store: Store, scope: Scope, *, grid_id: int, on: date, as_of: date, limit: int = MOST) -> pd.DataFrame:
    """By name whoever may not come on that day, as far as the scope reaches: person_id, name (masked unless revealed), part (class or
    department), class, until (missing: open). One row per person, who is free first stands first."""
    return store.df(
        load_sql(__file__, "kept_away.sql"), grid_id=grid_id, scope=scope.roots, on=on, as_of=as_of,
        keeps_away=list(resuming().keeps_away), limit=limit, **shown(scope),
    )  # fmt: skip
