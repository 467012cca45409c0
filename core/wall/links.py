"""Links for walls: each opens one grid's screen, without names of people, until a day or until it is revoked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from core.access.sessions import token_hash
from core.audit.denied import not_allowed
from core.audit.record import record
from core.domain import Scope, User
from core.errors import UserError
from core.store import Store, run

MAKE = "wall.make"
LONGEST = 60  # characters of a name
LONGEST_DAYS = 366
NOTED = timedelta(minutes=10)
SLOWEST, FASTEST = 120, 5  # seconds that a place is shown


@dataclass(frozen=True)
class Link:
    link_id: int
    name: str
    grid_id: int
    seconds: int

    @property
    def scope(self) -> Scope:
        """The grid with all below it; nobody's name, phone or number."""
        return Scope((self.grid_id,), frozenset())


def make_link(
    store: Store, user: User, *, name: str, grid: int, seconds: int, until: date, now: datetime
) -> tuple[int, str]:
    """A link for the screen of a grid within reach: (its number, the token, which is shown this once). Audited.

    Raises NotAllowed wall_not_allowed; UserError wall_name, wall_grid, wall_seconds, wall_until."""
    if not user.may(MAKE):
        raise not_allowed(store, user.login, "wall_not_allowed")
    if not 0 < len(name.strip()) <= LONGEST:
        raise UserError("wall_name", most=LONGEST)
    if not FASTEST <= seconds <= SLOWEST:
        raise UserError("wall_seconds", least=FASTEST, most=SLOWEST)
    if not now.date() <= until <= now.date() + timedelta(days=LONGEST_DAYS):
        raise UserError("wall_until", most=LONGEST_DAYS)
    token = secrets.token_urlsafe(24)
    with store.write(shown=False) as db:
        known = (
            "select 1 from grid where grid_id = $grid and closed_on is null and grid_id in (from scope_grids($scope))"
        )
        if run(db, known, grid=grid, scope=user.scope.roots).fetchone() is None:
            raise UserError("wall_grid")
        number = db.execute("select coalesce(max(link_id), 0) + 1 from wall_link").fetchone()[0]
        run(
            db, "insert into wall_link values ($number, $name, $grid, $hash, $seconds, $until, $actor, $now, null, null, null)",
            number=number, name=name.strip(), grid=grid, hash=token_hash(token), seconds=seconds, until=until, actor=user.login, now=now,
        )  # fmt: skip
        record(db, user.login, "wall.made", link=number, grid=grid, until=until)
    return number, token


def revoke_link(store: Store, user: User, link: int, *, now: datetime) -> None:
    """From now on it opens nothing. Audited. Raises NotAllowed wall_not_allowed; UserError wall_unknown (out of reach, or revoked already)."""
    if not user.may(MAKE):
        raise not_allowed(store, user.login, "wall_not_allowed")
    with store.write(shown=False) as db:
        changed = run(
            db,
            "update wall_link set revoked_by = $actor, revoked_at = $now where link_id = $link and revoked_at is null"
            " and grid_id in (from scope_grids($scope)) returning link_id",
            link=link, actor=user.login, now=now, scope=user.scope.roots,
        ).fetchone()  # fmt: skip
        if changed is None:
            raise UserError("wall_unknown")
        record(db, user.login, "wall.revoked", link=link)


def links(store: Store, scope: Scope, *, today: date) -> pd.DataFrame:
    """Links whose grid is within reach, those in force first: link_id, name, grid_name, seconds, until, made_by, made_at, seen_at, revoked_at,
    state (standing | over | revoked). One row per link."""
    return store.df(
        "select l.link_id, l.name, g.name as grid_name, l.seconds, l.until, l.made_by, l.made_at, l.seen_at, l.revoked_at,"
        " case when l.revoked_at is not null then 'revoked' when l.until < $today then 'over' else 'standing' end as state"
        " from wall_link l join grid g on g.grid_id = l.grid_id where l.grid_id in (from scope_grids($scope))"
        " order by state <> 'standing', l.made_at desc",
        scope=scope.roots, today=today,
    )  # fmt: skip


def link_of_token(store: Store, token: str, *, now: datetime) -> Link:
    """Which link a token opens. Every ten minutes it is noted that somebody looks; the first time at all is audited.
    Raises UserError wall_dead: unknown, over or revoked, and nobody is told which."""
    row = store.one(
        "select link_id, name, grid_id, seconds, seen_at from wall_link where token_hash = $hash and revoked_at is null and until >= $today",
        hash=token_hash(token), today=now.date(),
    )  # fmt: skip
    if row is None:
        raise UserError("wall_dead")
    link, seen = Link(*row[:4]), row[4]
    if seen is None or now - seen >= NOTED:
        with store.write(shown=False) as db:
            db.execute("update wall_link set seen_at = ? where link_id = ?", [now, link.link_id])
            if seen is None:
                record(db, "wall", "wall.opened", link=link.link_id)
    return link
