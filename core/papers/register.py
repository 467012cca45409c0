"""The register of papers: what was made, for whom, who signed for it; receipts and voids."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd

from core.audit.record import record
from core.chain import with_owners
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.policy.papers import ending_kinds, ends_days, hand_hours
from core.store import Store, load_sql, run

STATES = ("open", "late", "received", "lapsed", "void")
OPEN = STATES[:2]  # somebody still has to hand it over
LONGEST = 100  # characters of a reason or a name
REACHED = "(person_id in (from scope_people($scope, $on)) or grid_id in (from scope_grids($scope)))"


def papers(
    store: Store, scope: Scope, *, at: datetime, grid: int = EVERYTHING, kind: str | None = None, state: str | None = None, person: int | None = None,
    text: str = "", limit: int = 50, offset: int = 0, owned: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """One page of the register as it stands at a moment, those that are late first, then the latest. Grain: one row per paper. Columns: paper_id, kind, year, number, file_no, person_id, grid_id, name (masked
    unless revealed), place, class, since, until, language, issued_on, made_by (name of the account), made_at, received_by, received_on, void_reason, due_at (until when it is to be handed over; missing: nobody has to),
    last_day (from the day after nobody has to), state (STATES); with `owned` who has one that nobody signed for yet (core.chain.with_owners): the nearest who answers, one step further for each time to hand it over that is past."""
    conditions = _conditions(scope, at, grid, kind, state, person, text)
    sql = load_sql(__file__, "chosen.sql") + load_sql(__file__, "page.sql")
    found = store.df(sql, **conditions, limit=limit, offset=offset)
    for name in ("since", "until", "issued_on", "received_on", "last_day"):
        found[name] = pd.to_datetime(found[name]).dt.date
    if not owned:
        return found
    return with_owners(
        store, scope, found, found["grid_id"], open=found["state"].isin(OPEN), at=at, span=timedelta(hours=hand_hours())
    )


def paper_counts(
    store: Store, scope: Scope, *, at: datetime, grid: int = EVERYTHING, kind: str | None = None, state: str | None = None, person: int | None = None, text: str = ""
) -> pd.DataFrame:  # fmt: skip
    """How many `papers` finds: kind, state, papers. One row per kind and state."""
    sql = load_sql(__file__, "chosen.sql") + load_sql(__file__, "count.sql")
    return store.df(sql, **_conditions(scope, at, grid, kind, state, person, text))


def _conditions(
    scope: Scope, at: datetime, grid: int, kind: str | None, state: str | None, person: int | None, text: str
) -> dict[str, object]:
    return {
        "scope": scope.roots, "on": at.date(), "at": at, "grid": grid, "kind": kind, "state": state, "person": person, "text": text.strip() or None,
        "see_name": "name" in scope.reveal, "hours": hand_hours(), "days": ends_days(), "ending": ending_kinds(),
    }  # fmt: skip


def receive(
    store: Store, scope: Scope, paper_ids: list[int], *, by: str | None, on: date, actor: str, at: datetime
) -> int:
    """Tick that papers were signed for: by whom (None: the person), on which day. Papers that are void or signed for stay as they are. Returns how many; audited.

    Raises UserError paper_receipt (a name too long, a day to come, or one before the paper was made)."""
    by = (by or "").strip() or None
    early = store.one(
        "select max(issued_on) from paper where paper_id in (select unnest($papers))",
        papers=[int(n) for n in paper_ids],
    )[0]
    if (by and len(by) > LONGEST) or on > at.date() or (early and on < early):
        raise UserError("paper_receipt", most=LONGEST)
    return _change(
        store, scope, paper_ids, "papers.received",
        "set received_by = coalesce($by, (select name from person n where n.person_id = paper.person_id)), received_on = $day, receipt_by = $actor, receipt_at = $at"
        " where received_on is null and void_reason is null",
        by=by, day=on, actor=actor, at=at,
    )  # fmt: skip


def void(store: Store, scope: Scope, paper_ids: list[int], *, reason: str, actor: str, at: datetime) -> int:
    """Declare papers void; their numbers are not given again. Returns how many; audited (the reason stays in the register alone). Raises UserError paper_void_reason."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise UserError("paper_void_reason", most=LONGEST)
    return _change(
        store, scope, paper_ids, "papers.void",
        "set void_reason = $reason, voided_by = $actor, voided_at = $at where void_reason is null",
        reason=reason, actor=actor, at=at,
    )  # fmt: skip


def _change(
    store: Store, scope: Scope, paper_ids: list[int], event: str, change: str, *, actor: str, at: datetime, **given: object
) -> int:  # fmt: skip
    with store.write() as db:
        rows = run(
            db,
            f"update paper {change} and paper_id in (select unnest($papers)) and {REACHED} returning paper_id",
            papers=[int(n) for n in paper_ids], scope=scope.roots, on=at.date(), actor=actor, at=at, **given,
        ).fetchall()  # fmt: skip
        if rows:
            record(db, actor, event, papers=sorted(n for (n,) in rows))
    return len(rows)
