"""Until when the data are really in. One scan with a wrong clock, or a morning's first scans, make no day that can be judged."""

from __future__ import annotations

from datetime import date

from core import clock
from core.policy.running import running
from core.store import Store, load_sql
from core.store.kept import until_written


def judged_day(store: Store, *, today: date | None = None) -> date | None:
    """The day that classes, alerts and pages stand for (docs/decisions/0016); None without check-ins. Holds nothing that needs a
    scope. `today`: the county's (None: by its clock), of which a part may be missing; how much is in the policy's days.toml."""
    days = running(store).days
    return _judged(store, days.grids, days.check_ins, days.running, today or clock.today())


@until_written()
def _judged(store: Store, grids: float, check_ins: float, usual: float, today: date) -> date | None:
    return store.value(
        load_sql(__file__, "judged_day.sql"), grids=grids, check_ins=check_ins, running=usual, today=today
    )


@until_written()
def latest_day(store: Store) -> date | None:
    """The last day with any scan: what is known of single people may be later than the day judged. None without check-ins."""
    return store.value("select max(day) from grid_day where check_ins > 0")
