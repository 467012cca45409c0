"""The queue of the serving process: what comes within some milliseconds is stored in one transaction, and then everybody is answered.

One thread stores group after group while the loop answers the one before and reads the next: beside pages each of the two takes as long as the
other, and one after the other they took twice as long.
"""

from __future__ import annotations

import asyncio
import threading
import time
from functools import partial

import anyio.to_thread

from core import clock
from core.errors import UserError
from core.intake.record import Answer, Record
from core.intake.take import take
from core.store import shared_store

MOST_WAITING = 20_000  # records; beyond it phones are told to come again
AT_ONCE = 2_000  # records in a transaction
GATHER = 0.02  # seconds in which others may join: a group costs much the same whatever is in it
ENOUGH = 40  # records that wait for no others
COME_AGAIN = 5  # seconds

Group = list[tuple[list[Record], asyncio.Future]]


class Queue:
    """One per event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # of what follows: the loop adds to it, the thread takes from it
        self._waiting: Group = []
        self._records = 0
        self._working: asyncio.Task | None = None

    async def submit(self, records: list[Record]) -> list[Answer]:
        """Their answers, once they are stored. Raises UserError intake_full (seconds: when to come again) without having taken any."""
        loop = asyncio.get_running_loop()
        told = loop.create_future()
        with self._lock:
            if self._records + len(records) > MOST_WAITING:
                raise UserError("intake_full", seconds=COME_AGAIN)
            self._waiting.append((records, told))
            self._records += len(records)
            if self._working is None:
                self._working = loop.create_task(anyio.to_thread.run_sync(partial(self._store, loop)))
        return await told

    def _store(self, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread, until nothing waits any more."""
        while group := self._next():
            together = [record for records, _ in group for record in records]
            try:
                found: list[Answer] | Exception = _take(together)
            except Exception as failure:  # each of them hears it; the next group is tried for itself
                found = failure
            with self._lock:
                self._records -= len(together)
            loop.call_soon_threadsafe(_tell, group, found)

    def _next(self) -> Group:
        """Those who are next, once others had time to join them; empty when nobody came: the next one begins another thread."""
        if len(self._waiting) < ENOUGH:
            time.sleep(GATHER)
        with self._lock:
            group, records = [], 0
            while self._waiting and (not group or records + len(self._waiting[0][0]) <= AT_ONCE):
                group.append(self._waiting.pop(0))
                records += len(group[-1][0])
            if not group:
                self._working = None
            return group


def _tell(group: Group, found: list[Answer] | Exception) -> None:
    since = 0
    for records, told in group:
        if not told.done():  # who has gone away meanwhile is not told
            if isinstance(found, Exception):
                told.set_exception(found)
            else:
                told.set_result(found[since : since + len(records)])
        since += len(records)


def _take(records: list[Record]) -> list[Answer]:
    return take(shared_store(), records, actor="intake", now=clock.now())


_queues: dict[asyncio.AbstractEventLoop, Queue] = {}


async def submit(record: Record) -> Answer:
    """Into the running loop's queue; returns once the record is durable (or refused). Raises UserError intake_full."""
    return (await submit_all([record]))[0]


async def submit_all(records: list[Record]) -> list[Answer]:
    """Several at once, in one transaction."""
    loop = asyncio.get_running_loop()
    if loop not in _queues:
        for gone in [old for old in _queues if old.is_closed()]:
            del _queues[gone]
        _queues[loop] = Queue()
    return await _queues[loop].submit(records)
