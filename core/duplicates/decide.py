"""Decisions on pairs that may be the same person: not the same (remembered), the same (merged), or a question again."""

from __future__ import annotations

from datetime import datetime

import duckdb

from core.audit.record import record
from core.domain import Scope
from core.duplicates.merge import merge_all, require_reach
from core.errors import UserError
from core.store import Store, run


def not_the_same(store: Store, scope: Scope, *, pair_ids: list[int], actor: str, now: datetime) -> int:
    """Remember that these open pairs are two people each, so that no later search asks again; audited. Returns how many.

    Raises UserError pair_unknown when one is not there, decided already, or outside the scope; then nothing is done.
    """
    return _decide(store, scope, pair_ids, before="open", after="different", actor=actor, now=now)


def ask_again(store: Store, scope: Scope, *, pair_ids: list[int], actor: str, now: datetime) -> int:
    """Take back “not the same”: the pairs are open again; audited. Returns how many. Raises UserError pair_unknown."""
    return _decide(store, scope, pair_ids, before="different", after="open", actor=actor, now=now)


def merge_pairs(
    store: Store, scope: Scope, *, pairs: list[tuple[int, int, int]], actor: str, now: datetime
) -> tuple[list[int], int]:
    """Merge open pairs given as (pair_id, keep, gone). Returns the numbers of the merges, and how many pairs were left for later.

    A person takes part in one merge at a time: of pairs that share somebody the first is taken, the others stay in the queue.
    Raises UserError pair_unknown (not there, decided already, or outside the scope); then nothing is done.
    """
    taken: set[int] = set()
    chosen = []
    for pair, keep, gone in pairs:
        if not {keep, gone} & taken:
            taken |= {keep, gone}
            chosen.append((keep, gone, pair))
    with store.write() as db:
        people = _people(db, [pair for _, _, pair in chosen], "open")
        if any(people.get(pair) != tuple(sorted((keep, gone))) for keep, gone, pair in chosen):
            raise UserError("pair_unknown")
        return merge_all(store, scope, pairs=chosen, actor=actor, now=now), len(pairs) - len(chosen)


def _decide(
    store: Store, scope: Scope, pair_ids: list[int], *, before: str, after: str, actor: str, now: datetime
) -> int:
    wanted = sorted({int(number) for number in pair_ids})
    with store.write() as db:
        people = _people(db, wanted, before)
        if len(people) < len(wanted):
            raise UserError("pair_unknown")
        require_reach(db, scope, sorted({p for two in people.values() for p in two}), now)
        run(
            db,
            "update duplicate_pair set status = $after, decided_by = $actor, decided_at = $now where pair_id in (select unnest($pairs))",
            after=after, actor=actor, now=now, pairs=wanted,
        )  # fmt: skip
        record(db, actor, f"duplicates.{after}", pairs=wanted)
    return len(wanted)


def _people(db: duckdb.DuckDBPyConnection, pair_ids: list[int], status: str) -> dict[int, tuple[int, int]]:
    rows = run(
        db,
        "select pair_id, person_a, person_b from duplicate_pair where pair_id in (select unnest($pairs)) and status = $status",
        pairs=pair_ids,
        status=status,
    ).fetchall()
    return {pair: (a, b) for pair, a, b in rows}
