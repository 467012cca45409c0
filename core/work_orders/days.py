"""The clock of work orders: it counts working days, stands still while an order is paused, and gets longer by what was asked for in time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core.policy.calendar import is_off
from core.policy.work_orders import order_clock

MIDNIGHT = time(23, 59)


def working_after(day: date, count: int) -> date:
    """The working day `count` working days after `day` (0: `day` itself)."""
    while count > 0:
        day += timedelta(days=1)
        count -= not is_off(day)
    return day


def working_between(first: date, last: date) -> int:
    """Working days after `first`, up to `last` with it."""
    return sum(not is_off(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def due_at(received: datetime, days: int, told_due: datetime | None, more: int) -> datetime:
    """When an order is due. `told_due`: the end that the line gave; `more`: working days that it was prolonged or stood still."""
    if told_due is not None:
        return datetime.combine(working_after(told_due.date(), more), told_due.time())
    last = working_after(received.date(), days + more)
    return datetime.combine(last, MIDNIGHT if days + more == 0 else time.fromisoformat(order_clock()["ends"]))
