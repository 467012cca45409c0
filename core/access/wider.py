"""A wider look (break-glass): an account sees one grid beyond its scope, for a reason and a limited time. It ends by itself, holds in every page
and route from the next rerun on, and is reviewed afterwards by somebody else.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from core.access.roles import WIDER
from core.audit import record
from core.domain import EVERYTHING, User
from core.errors import UserError
from core.store import Store, run

LEAST_REASON = 8  # characters
MOST_REASON = 300
MOST_REMARK = 300
VERDICTS = ("justified", "unjustified")


def begin_look(store: Store, user: User, grid_id: int, *, reason: str, hours: int, now: datetime) -> int:
    """Its number. Raises UserError (wider_not_yours, wider_reason, wider_hours, wider_within, wider_grid)."""
    reason = " ".join(reason.split())
    if not user.may(WIDER) or not user.scope.grids or EVERYTHING in user.scope.grids:
        raise UserError("wider_not_yours")
    if not LEAST_REASON <= len(reason) <= MOST_REASON:
        raise UserError("wider_reason", least=LEAST_REASON, most=MOST_REASON)
    if not 1 <= hours <= store.settings.wider_look_hours:
        raise UserError("wider_hours", most=store.settings.wider_look_hours)
    with store.write(shown=False) as db:
        if not db.execute("select 1 from grid where grid_id = ?", [grid_id]).fetchone():
            raise UserError("wider_grid")
        if run(
            db, "select 1 from scope_grids($scope) where grid_id = $grid", scope=user.scope.roots, grid=grid_id
        ).fetchone():
            raise UserError("wider_within")
        number = db.execute("select coalesce(max(look_id), 0) + 1 from wider_look").fetchone()[0]
        db.execute(
            "insert into wider_look (look_id, account_id, grid_id, reason, begun_at, until_at) values (?, ?, ?, ?, ?, ?)",
            [number, user.account_id, grid_id, reason, now, now + timedelta(hours=hours)],
        )
        record(db, user.login, "wider.begun", account=user.account_id, look=number, grid=grid_id, hours=hours)
    return number


def end_look(store: Store, look_id: int, *, user: User, now: datetime) -> None:
    """Before its time: by whoever looks, or who watches over the looks. Raises UserError wider_unknown."""
    with store.write(shown=False) as db:
        done = db.execute(
            "update wider_look set ended_at = $now where look_id = $look and ended_at is null and until_at > $now and (account_id = $own or $all)"
            " returning account_id",
            {"now": now, "look": look_id, "own": user.account_id, "all": user.may("security.manage")},
        ).fetchone()
        if done is None:
            raise UserError("wider_unknown")
        record(db, user.login, "wider.ended", account=done[0], look=look_id)


def looks(store: Store, *, account_id: int | None, now: datetime) -> pd.DataFrame:
    """Wider looks of one account (None: of all), the newest first. Grain: one look. Columns: look_id, account_id, login, name, grid_name, reason,
    begun_at, until_at (when it ended or will), open, reviewed_by, reviewed_at, verdict, remark."""
    return store.df(
        "select w.look_id, w.account_id, a.login, a.name, g.name as grid_name, w.reason, w.begun_at, coalesce(w.ended_at, w.until_at) as until_at,"
        " w.ended_at is null and w.until_at > $now as open, w.reviewed_by, w.reviewed_at, w.verdict, w.remark"
        " from wider_look w left join account a on a.account_id = w.account_id left join grid g on g.grid_id = w.grid_id"
        " where $account is null or w.account_id = $account order by w.look_id desc",
        account=account_id,
        now=now,
    )


def review_look(store: Store, look_id: int, *, user: User, verdict: str, remark: str, now: datetime) -> None:
    """Was it right to look? Nobody reviews their own. Raises UserError (wider_unknown, wider_verdict)."""
    if verdict not in VERDICTS or (verdict == "unjustified" and not remark.strip()):
        raise UserError("wider_verdict")
    with store.write(shown=False) as db:
        done = db.execute(
            "update wider_look set reviewed_by = ?, reviewed_at = ?, verdict = ?, remark = ? where look_id = ? and account_id <> ? and verdict is null"
            " returning account_id",
            [user.login, now, verdict, remark.strip()[:MOST_REMARK] or None, look_id, user.account_id],
        ).fetchone()
        if done is None:
            raise UserError("wider_unknown")
        record(db, user.login, "wider.reviewed", account=done[0], look=look_id, verdict=verdict)
