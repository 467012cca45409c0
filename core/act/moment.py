"""For which moment work stands: now, where the data are of these days; else an hour of the last day of the data, as classes and pages stand for it."""

from __future__ import annotations

from datetime import datetime, time

from core import clock
from core.rollup import judged_day
from core.store import Store

CURRENT = 3  # days without data after which it is the data's day that is worked on
BEGINS, ENDS = time(13), time(17, 59)  # of that day's work: before, next to nothing would be due or done


def moment(store: Store) -> datetime:
    now, day = clock.now(), judged_day(store)
    if day is None or 0 <= (now.date() - day).days <= CURRENT:
        return now
    return datetime.combine(day, min(max(now.time(), BEGINS), ENDS))
