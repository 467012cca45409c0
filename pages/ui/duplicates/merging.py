"""Merging and parting entries, and what follows: a visitor's scans, once they are somebody's in quarantine, are a breach at once."""

from __future__ import annotations

from core import clock
from core.domain import User
from core.duplicates.decide import merge_pairs
from core.duplicates.merge import unmerge
from core.follow import follow
from core.store import Store


def join(store: Store, user: User, pairs: list[tuple[int, int, int]]) -> int:
    """Merge pairs given as (pair, keep, gone). Returns how many were; those that share somebody wait."""
    count = len(merge_pairs(store, user.scope, pairs=pairs, actor=user.login, now=clock.now())[0])
    follow(store, actor=user.login)
    return count


def part(store: Store, user: User, merge_id: int) -> int:
    """Undo a merge."""
    unmerge(store, user.scope, merge_id=merge_id, actor=user.login, now=clock.now())
    follow(store, actor=user.login)
    return 1
