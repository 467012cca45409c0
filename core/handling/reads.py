"""Reads around an alert: its activity, its playbook's ticks, others of its situation, similar ones of the past, who holds the duties that are asked."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from core.chain import chain_sql, responsible_now, starts_of
from core.domain import EVERYTHING, Scope
from core.store import Store, load_sql

MOST = 200


def activity(store: Store, scope: Scope, *, alert_id: int, limit: int = MOST) -> pd.DataFrame:
    """What was done to an alert, the newest first. Grain: one act. Columns: event_id, acted_at, actor, actor_name (missing: the system, the command line), act, status, grid_name and role (to whom it
    went), detail (code), note."""
    return store.df(load_sql(__file__, "activity.sql"), alert=int(alert_id), scope=scope.roots, limit=limit)


def steps_done(store: Store, scope: Scope, *, alert_id: int) -> pd.DataFrame:
    """Ticked steps of the playbook. Grain: one step that is done. Columns: step, acted_at, actor, actor_name."""
    found = activity(store, scope, alert_id=alert_id, limit=100_000)
    last = found[found["act"].isin(["step", "unstep"])].drop_duplicates("detail")
    ticked = last[last["act"] == "step"].rename(columns={"detail": "step"})
    return ticked[["step", "acted_at", "actor", "actor_name"]].reset_index(drop=True)


def situation(store: Store, scope: Scope, *, alert_id: int, as_of: date) -> tuple[str | None, pd.DataFrame]:
    """What ties the alert to others (case | household | person | unit | grid; None: alone), and those in scope, unfinished first. Grain: one other alert. Columns: alert_id, detector,
    severity, status, first_day, last_day, grid_name, person_name (masked unless revealed)."""
    found = store.df(
        load_sql(__file__, "situation.sql"),
        alert=int(alert_id), scope=scope.roots, as_of=as_of, reveal_name="name" in scope.reveal,
    )  # fmt: skip
    return (None if found.empty else str(found["kind"].iloc[0])), found.drop(columns=["kind"])


def similar(store: Store, scope: Scope, *, alert_id: int, limit: int = 5) -> pd.DataFrame:
    """Closed alerts of the same detector and how they ended: those of the same person or grid first, then of the village, then the newest. Grain: one alert. Columns: alert_id, first_day, last_day, grid_name,
    same (person | grid | village | other), status, outcome, hours (until it was closed)."""
    return store.df(load_sql(__file__, "similar.sql"), alert=int(alert_id), scope=scope.roots, limit=limit)


def holders(store: Store, posts: list[tuple[int, str]], *, at: datetime) -> dict[tuple[int, str], str]:
    """Who holds some duties at a moment, by the rota: (grid, role) → name. A duty that nobody holds (a desk without a rota) is not in it."""
    wanted = sorted({(int(grid), role) for grid, role in posts})
    if not wanted:
        return {}
    rows = store.run(
        chain_sql(load_sql(__file__, "holders.sql")),
        at=at, grids=[grid for grid, _ in wanted], roles=[role for _, role in wanted], **starts_of(()),
    ).fetchall()  # fmt: skip
    return {(grid, role): name for grid, role, name in rows}


def told(store: Store, scope: Scope, *, alert_id: int, at: datetime) -> pd.DataFrame:
    """Who is asked about an alert, one behind the other, and how far it has come. Grain: one step of the chain. Columns: as core.chain.responsible_now, and `asked`. Empty for one
    that is closed or out of scope. Who answers for an alert that one sees is no secret, whosever grid it is."""
    row = store.one(
        "select coalesce(a.given_grid_id, s.grid_id, a.grid_id), a.given_role, a.raised from alert a left join situation s on s.situation_id = a.situation_id"
        " where a.alert_id = $alert and a.status not in ('resolved', 'dismissed') and a.alert_id in (from scope_alerts($scope))",
        alert=int(alert_id), scope=scope.roots,
    )  # fmt: skip
    if row is None:
        return pd.DataFrame(columns=["step", "asked"])
    grid, role, raised = row
    found = responsible_now(store, Scope((EVERYTHING,), scope.reveal), [(grid, role)], at=at)
    return found.assign(asked=found["step"] <= raised + 1)
