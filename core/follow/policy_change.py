"""After another policy was published, or an emergency declared, extended or ended: the days that it concerns are counted anew, and what
rests on the last of them follows."""

from __future__ import annotations

from datetime import date, timedelta

from core.classify import classify_days
from core.follow.follow import Followed, follow
from core.rollup import judged_day
from core.store import Store

LOOK_BACK = 365  # days counted anew at most


def policy_changed(store: Store, *, since: date, actor: str) -> Followed:
    """`since`: the first day on which something else holds."""
    last = judged_day(store)
    if last is not None and since < last:
        classify_days(
            store, since=max(since, last - timedelta(days=LOOK_BACK)), until=last - timedelta(days=1), actor=actor
        )
    return follow(store, actor=actor)
