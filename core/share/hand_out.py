"""What a share holds at this moment: bound by its own grids, by its maker's scope and rights as they are now, and by its end. Every time is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from core.access.accounts import load_user
from core.audit.record import record
from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.places import places
from core.share.contents import CONTENTS
from core.share.limits import Limits
from core.share.make import DISCLOSE, EVERYBODY, WRITE
from core.share.reads import Share, find_share
from core.small_numbers import FEWEST
from core.store import Store, load_sql, run

MOST = 200_000  # rows at a time
DAYS = 30  # figures and what is over reach so far back
SEEN_DAYS = 14
AGAIN = timedelta(minutes=1)  # the same refusal is written down once in it
limits = Limits()


@dataclass(frozen=True)
class HandedOut:
    """`rows`: the share's columns alone, codes and dates as stored. `gone`: its grids that were merged or closed, with what they went into (None: nothing): of
    these nothing leaves any more. `grids`: names of what it is of; empty for the whole store."""

    share: Share
    rows: pd.DataFrame
    grids: list[str]
    gone: list[tuple[str, str | None]]


def about(store: Store, share_id: int, *, now: datetime) -> HandedOut:
    """The same without rows, for who asks what they get and why: no use. Raises what `hand_out` raises, but share_limit."""
    share, _, grids, gone = _bounds(store, share_id, now)
    return HandedOut(share, pd.DataFrame(columns=share.columns), grids, gone)


def hand_out(
    store: Store, share_id: int, *, way: str, source: str, now: datetime, at: datetime, limited: bool = False
) -> HandedOut:
    """The rows at the moment `at` of the data, written down with `way` (json | csv | xlsx) and `source` (who asks, or from where); audited. `limited`: no oftener in a
    minute than the share says.

    Raises UserError, written down as well: share_unknown, share_revoked, share_expired, share_limit, share_maker (whoever made it may no longer), share_scope (nothing of it lies within
    their scope), share_grid_gone, share_large.
    """
    try:
        share, roots, grids, gone = _bounds(store, share_id, now)
        wait = limits.wait(share.share_id, share.per_minute, now) if limited else 0
        if wait:
            raise UserError("share_limit", seconds=wait, most=share.per_minute)
        rows = _rows(store, share, roots, at)
        if len(rows) > MOST:
            raise UserError("share_large", most=MOST)
    except UserError as error:
        _refused(store, share_id, error.code, way, source, now)
        raise
    with store.write(shown=False) as db:
        _use(db, share_id, now, way, source, len(rows), None)
        record(db, f"share {share_id}" if limited else source, "share.used", share=share_id, way=way, rows=len(rows))
    return HandedOut(share, rows, grids, gone)


def _bounds(
    store: Store, share_id: int, now: datetime
) -> tuple[Share, list[int], list[str], list[tuple[str, str | None]]]:
    """The share, the roots of what it may hold now, the names of its grids and those that are gone."""
    share = find_share(store, share_id)
    if share is None:
        raise UserError("share_unknown", number=share_id)
    if share.revoked_at is not None:
        raise UserError("share_revoked", number=share_id)
    if share.until < now.date():
        raise UserError("share_expired", until=share.until.isoformat())
    scope = _makers_scope(store, share)
    named = store.run(load_sql(__file__, "grids.sql"), share=share_id, today=now.date()).fetchall()
    gone = [(name, into) for name, into, closed in named if closed]
    if named and len(gone) == len(named):
        raise UserError("share_grid_gone", grid=gone[0][0], into=gone[0][1] or "–")
    found = store.run(load_sql(__file__, "roots.sql"), share=share_id, maker=scope.roots, today=now.date()).fetchall()
    if not found:
        raise UserError("share_scope")
    return share, [root for (root,) in found], [name for name, *_ in named], gone


def _makers_scope(store: Store, share: Share) -> Scope:
    if share.account_id is None:
        return EVERYBODY
    maker: User | None = load_user(store, share.account_id)
    if maker is None or not maker.may(WRITE) or (share.reason is not None and not maker.may(DISCLOSE)):
        raise UserError("share_maker")
    return maker.scope


def _rows(store: Store, share: Share, roots: list[int], at: datetime) -> pd.DataFrame:
    on = at.date()
    if share.content == "places":
        found = places(store, Scope(tuple(roots)), on=on, grid=EVERYTHING)
        found = found[found.open].rename(columns={"name": "place", "address": "address_of_place"})
        return found[share.columns].reset_index(drop=True)
    columns = ", ".join(f'"{c}"' for c in share.columns if c in CONTENTS[share.content].all)
    return store.df(
        f"select {columns} from ({load_sql(__file__, f'content/{share.content}.sql')})",  # noqa: S608 - names of contents.py
        roots=roots, as_of=on, key=store.value("select key from share where share_id = $share", share=share.share_id), few=FEWEST - 1, most=MOST + 1,
        since=on - timedelta(days=DAYS - 1), seen_since=on - timedelta(days=SEEN_DAYS - 1), **{"class": share.person_class},
    )  # fmt: skip


def _refused(store: Store, share_id: int, code: str, way: str, source: str, now: datetime) -> None:
    """Whoever asks again and again for what is over fills no table."""
    if code == "share_unknown" or store.one(
        "select 1 from share_use where share_id = $share and refused = $code and used_at > $since limit 1", share=share_id, code=code, since=now - AGAIN
    ):  # fmt: skip
        return
    with store.write(shown=False) as db:
        _use(db, share_id, now, way, source, 0, code)
        record(db, f"share {share_id}", "share.refused", share=share_id, way=way, why=code)


def _use(db: object, share_id: int, now: datetime, way: str, source: str, rows: int, refused: str | None) -> None:
    run(
        db,
        "insert into share_use values ($share, $now, $way, $source, $rows, $refused)",
        share=share_id, now=now, way=way, source=source[:100], rows=rows, refused=refused,
    )  # fmt: skip
