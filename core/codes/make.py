"""Making and revoking codes."""

from __future__ import annotations

from datetime import datetime

from core.audit import record
from core.audit.denied import not_allowed
from core.domain import Scope
from core.errors import UserError
from core.store import Store, load_sql, run

KINDS = ("fixed", "rotating")


def make_codes(
    store: Store, scope: Scope, *, grids: list[int], kind: str = "fixed", label: str = "", again: bool = False, actor: str, now: datetime
) -> list[int]:  # fmt: skip
    """A code for each of the grids; of fixed ones, a grid keeps the one of that label that it has unless `again`. Returns their numbers,
    in the order of the grids. Raises NotAllowed grid_outside_scope, UserError code_kind."""
    if kind not in KINDS:
        raise UserError("code_kind", value=kind)
    with store.write() as db:
        asked = {"grids": grids, "roots": list(scope.grids), "kind": kind, "label": label.strip()[:60]}
        if run(db, load_sql(__file__, "outside.sql"), **asked).fetchone()[0]:
            raise not_allowed(store, actor, "grid_outside_scope")
        made = run(db, load_sql(__file__, "make.sql"), **asked, again=again, actor=actor, now=now).fetchall()
        if made:
            record(db, actor, "codes.made", kind=kind, codes=len(made), grids=sorted({grid for _, grid in made})[:50])
        found = run(db, load_sql(__file__, "standing.sql"), **asked).fetchall()
    by_grid = dict(found)
    return [by_grid[grid] for grid in dict.fromkeys(grids)]


def revoke_code(store: Store, scope: Scope, code_id: int, *, actor: str, now: datetime) -> None:
    """From now on a scan of it is refused. Raises UserError code_unknown (also of one outside the scope, or revoked before)."""
    with store.write() as db:
        gone = run(
            db, load_sql(__file__, "revoke.sql"), code=code_id, roots=list(scope.grids), actor=actor, now=now
        ).fetchone()
        if gone is None:
            raise UserError("code_unknown")
        record(db, actor, "code.revoked", code=code_id, grid=gone[0])
