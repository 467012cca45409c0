"""For which moment work stands: now, where the data are of these days or were when they came; else an hour of the last day of the data, as classes and pages stand for it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core import clock
from core.rollup import judged_day
from core.store import Store
from core.store.kept import until_written

CURRENT = 3  # days without data after which they are no longer of these days
BEGINS, ENDS = time(13), time(17, 59)  # of that day's work: before, next to nothing would be due or done
# A county whose data cease works on by the clock, as its alerts do: its work must not go back in time and stand still. Files of long ago that are tried out were old when they came.
CAME = (
    "select exists (from import_batch where imported_at >= cast($day as timestamp) and imported_at < cast($until as timestamp))"
    " or exists (from intake_record where taken_at >= cast($day as timestamp) and taken_at < cast($until as timestamp))"
)


def moment(store: Store) -> datetime:
    now, day = clock.now(), judged_day(store)
    if day is None or 0 <= (now.date() - day).days <= CURRENT:
        return now
    if day < now.date() and _came(store, day):
        return now
    return datetime.combine(day, min(max(now.time(), BEGINS), ENDS))


@until_written()
def _came(store: Store, day: date) -> bool:
    return store.value(CAME, day=day, until=day + timedelta(days=CURRENT + 1))
