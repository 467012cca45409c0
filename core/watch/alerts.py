"""Reads of alerts. What is done to them: core/handling."""

from __future__ import annotations

import json
from datetime import date, datetime

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.store import Store, asked, load_sql

UNFINISHED = ("open", "acknowledged", "assigned")
WHOSE = ("mine", "grids", "free", "late")  # the four lists of a shift


def alerts(
    store: Store,
    scope: Scope,
    *,
    grid: int = EVERYTHING,
    ids: list[int] | None = None,
    detectors: list[str] | None = None,
    statuses: list[str] | None = None,
    severities: list[str] | None = None,
    since: date | None = None,
    until: date | None = None,
    as_of: date | None = None,
    each: int | None = None,
    whose: str | None = None,
    reader: tuple[str, str] = ("", ""),
    at: datetime | None = None,
    limit: int = 500,
) -> pd.DataFrame:
    """One row per alert of the visible subtree whose days touch since…until: unfinished first, then by severity, time left, day and score. `ids`:
    these alone. `each`: of every detector the most severe, at most so many. `whose` (of `reader`: login and name, and the moment `at`): mine (taken by the reader, or asked of a duty
    that they hold, or concerning the grid for which they answer), grids (asked of a grid that is a root of the scope, or concerning it), free (nobody has taken it), late (past its time).

    Columns: alert_id, detector, severity, status, score, grid_id, grid_name, township, person_id, person_name (masked unless
    revealed; both missing where the scope does not reach the person on `as_of`), of_person (whether or not it does: what is handed on tells no reason of such an alert), first_day, last_day, reason (code), fields (dict for the words), also_grid_id, also_name (a grid whose
    responsible it concerns as well), opened_at, handled_by, handled_at, closing_reason, outcome, p, recurrence_days, false_share (missing
    where not known), quiet_days, ended_on, situation_id, together (alerts of it that are unfinished), raised, owner_grid_id, owner_role, owner_grid, asked_at, due_at (missing: closed).
    """
    bound = {
        "scope": scope.roots,
        "partial": None if EVERYTHING in scope.grids else True,
        "as_of": as_of or date.max,
        "reveal_name": "name" in scope.reveal,
        "grid": None if grid == EVERYTHING else grid,
        "ids": ids,
        "detectors": detectors,
        "statuses": statuses,
        "severities": severities,
        "since": since,
        "until": until,
        "each": each,
        "whose": whose,
        "login": reader[0],
        "name": reader[1],
        "at": at,
        "limit": limit,
    }
    sql = load_sql(__file__, "whose_alerts.sql") + load_sql(__file__, "alerts.sql")
    table = store.df(asked(sql, bound), **bound)
    table["fields"] = [json.loads(text) if isinstance(text, str) else {} for text in table["fields"]]
    return table


def alert_counts(store: Store, scope: Scope, *, grid: int = EVERYTHING) -> pd.DataFrame:
    """One row per detector, severity and status: detector, severity, status, alerts."""
    return store.df(
        "select detector, severity, status, count(*) as alerts from alert"
        " where alert_id in (from scope_alerts($scope)) and alert_id in ("
        "  select a.alert_id from alert a join grid_tree t on t.grid_id = a.grid_id where t.ancestor_id = $grid"
        "  union select c.alert_id from alert_grid c join grid_tree t on t.grid_id = c.grid_id where t.ancestor_id = $grid)"
        " group by detector, severity, status order by detector, severity, status",
        scope=scope.roots,
        grid=grid,
    )


def whose_counts(
    store: Store, scope: Scope, *, grid: int = EVERYTHING, reader: tuple[str, str], at: datetime
) -> dict[str, int]:
    """How many unfinished alerts each of the lists of a shift (WHOSE) has, of any day."""
    row = store.one(
        load_sql(__file__, "whose_alerts.sql") + load_sql(__file__, "whose.sql"),
        scope=scope.roots,
        grid=grid,
        login=reader[0],
        name=reader[1],
        at=at,
    )
    return dict(zip(WHOSE, row, strict=True))
