"""Refusals at the doors, noted in the audit log. Never the address itself: what is typed behind a door may be a token."""

from __future__ import annotations

import logging
from functools import partial

import anyio.to_thread
import duckdb

from core.audit import denied
from core.store import shared_store

log = logging.getLogger(__name__)


async def note_denied(actor: str | None, event: str, **fields: str) -> None:
    """A store that takes nothing now (a full disk) is no reason to answer otherwise."""
    try:
        await anyio.to_thread.run_sync(partial(denied, shared_store(), actor, event, **fields))
    except duckdb.Error as failure:
        log.error("a refusal was not noted: %s", type(failure).__name__)
