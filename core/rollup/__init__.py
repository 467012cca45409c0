"""Check-ins summed by grid, person and day; all that pages read of them."""

from core.rollup.children import children
from core.rollup.coverage import coverage
from core.rollup.flows import flows
from core.rollup.incremental import counted_otherwise, event_statements, roll_up, roll_up_due, waits_since
from core.rollup.judged_day import judged_day, latest_day
from core.rollup.resumption import resumption
from core.rollup.series import (
    INDICATORS,
    by_child,
    class_daily,
    class_daily_by_child,
    daily,
    daily_by_child,
    people_of,
)

__all__ = [
    "INDICATORS",
    "by_child",
    "children",
    "class_daily",
    "class_daily_by_child",
    "counted_otherwise",
    "coverage",
    "daily",
    "daily_by_child",
    "event_statements",
    "flows",
    "judged_day",
    "latest_day",
    "people_of",
    "resumption",
    "roll_up",
    "roll_up_due",
    "waits_since",
]
