"""The queue of the serving process: what comes within some milliseconds is stored in one transaction, and then everybody is answered."""

from __future__ import annotations

import asyncio
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
COME_AGAIN = 5  # seconds


class Queue:
    """One per event loop."""

    def __init__(self) -> None:
        self._waiting: list[tuple[list[Record], asyncio.Future]] = []
        self._records = 0
        self._working: asyncio.Task | None = None

    async def submit(self, records: list[Record]) -> list[Answer]:
        """Their answers, once they are stored. Raises UserError intake_full (seconds: when to come again) without having taken any."""
        if self._records + len(records) > MOST_WAITING:
            raise UserError("intake_full", seconds=COME_AGAIN)
        told = asyncio.get_running_loop().create_future()
        self._waiting.append((records, told))
        self._records += len(records)
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        return await told

    async def _work(self) -> None:
        while self._waiting:
            await asyncio.sleep(GATHER)
            group = self._next()
            together = [record for records, _ in group for record in records]
            try:
                answers = await anyio.to_thread.run_sync(partial(_take, together))
            except Exception as failure:  # each of them hears it; the next group is tried for itself
                for _, told in group:
                    if not told.done():
                        told.set_exception(failure)
                continue
            finally:
                self._records -= len(together)
            since = 0
            for records, told in group:
                if not told.done():  # who has gone away meanwhile is not told
                    told.set_result(answers[since : since + len(records)])
                since += len(records)
        self._working = None

    def _next(self) -> list[tuple[list[Record], asyncio.Future]]:
        group, records = [], 0
        while self._waiting and (not group or records + len(self._waiting[0][0]) <= AT_ONCE):
            group.append(self._waiting.pop(0))
            records += len(group[-1][0])
        return group


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
