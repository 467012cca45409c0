"""Rows of a list whose people are registered outside the reader's grids: each is answered, for a list needs it, but not without end and not
without a trace. Otherwise a list of numbers would tell who is on a roster."""

from __future__ import annotations

from datetime import datetime

from core.audit import record
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.store import Store, run

CODE = "person_outside_scope"
OF_A_FILE, OF_A_DAY = 50, 200  # rows


def note_outside(store: Store, scope: Scope, rows: int, *, actor: str, now: datetime) -> None:
    """Put the answers given into the audit log. Raises UserError outside_many beyond what a list of one's own holds."""
    if not rows or EVERYTHING in scope.grids:
        return
    with store.write(shown=False) as db:
        before = run(
            db,
            "select coalesce(sum(cast(fields->>'rows' as integer)), 0) from audit_entry"
            " where event = 'import.outside_asked' and actor = $actor and happened_at >= $since",
            actor=actor, since=now.replace(hour=0, minute=0, second=0),
        ).fetchone()[0]  # fmt: skip
        record(db, actor, "import.outside_asked", rows=rows)
    if rows > OF_A_FILE or before + rows > OF_A_DAY:
        raise UserError("outside_many", rows=rows, most=OF_A_FILE, day=OF_A_DAY)
