"""Versions of briefs: what was made, when and by whom stays as it was."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from core.audit.denied import not_allowed
from core.audit.record import record
from core.brief.model import Brief, of_plain
from core.domain import Scope, User
from core.errors import UserError
from core.store import Store, run

MAKE = "brief.make"
LONGEST = 2000  # characters of a slot


@dataclass(frozen=True)
class Kept:
    brief_id: int
    version: int
    brief: Brief
    made_by: str
    made_at: datetime


def keep(store: Store, user: User, brief: Brief, *, grid: int, now: datetime) -> int:
    """Its number. Of one grid, day and language the versions run on from 1. Audited. Raises NotAllowed brief_not_allowed; UserError brief_grid."""
    if not user.may(MAKE):
        raise not_allowed(store, user.login, "brief_not_allowed")
    with store.write(shown=False) as db:
        if (
            run(
                db,
                "select 1 from grid where grid_id = $grid and grid_id in (from scope_grids($scope))",
                grid=grid,
                scope=user.scope.roots,
            ).fetchone()
            is None
        ):
            raise UserError("brief_grid")
        number, version = run(
            db,
            "select coalesce(max(brief_id), 0) + 1, coalesce(max(version) filter (where grid_id = $grid and day = $day and language = $lang), 0) + 1 from brief",
            grid=grid, day=date.fromisoformat(brief.day), lang=brief.language,
        ).fetchone()  # fmt: skip
        run(
            db, "insert into brief values ($number, $grid, $day, $lang, $version, $content, $actor, $now)",
            number=number, grid=grid, day=date.fromisoformat(brief.day), lang=brief.language, version=version,
            content=json.dumps(brief.plain(), ensure_ascii=False), actor=user.login, now=now,
        )  # fmt: skip
        record(db, user.login, "brief.made", brief=number, grid=grid, version=version)
    return number


def find_brief(store: Store, scope: Scope, brief_id: int) -> Kept:
    """Raises UserError brief_unknown: there is none, or it is of a grid out of reach."""
    row = store.one(
        "select brief_id, version, content, made_by, made_at from brief where brief_id = $brief and grid_id in (from scope_grids($scope))",
        brief=brief_id, scope=scope.roots,
    )  # fmt: skip
    if row is None:
        raise UserError("brief_unknown")
    return Kept(row[0], row[1], of_plain(json.loads(row[2])), row[3], row[4])


def kept_briefs(store: Store, scope: Scope, *, limit: int = 50) -> pd.DataFrame:
    """The newest first, one row per version: brief_id, grid_name, day, language, version, made_by, made_at."""
    return store.df(
        "select b.brief_id, g.name as grid_name, b.day, b.language, b.version, b.made_by, b.made_at from brief b join grid g on g.grid_id = b.grid_id"
        " where b.grid_id in (from scope_grids($scope)) order by b.made_at desc, b.brief_id desc limit $limit",
        scope=scope.roots, limit=limit,
    )  # fmt: skip
