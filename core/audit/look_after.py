"""What is kept of the log outside the store, brought up to date: its head, its copies; and its daily test and cut."""

from __future__ import annotations

from datetime import datetime

from core.audit.heads import append_head
from core.audit.keep import cut
from core.audit.leap import leapt
from core.audit.reads import verify_and_note
from core.audit.ship import ship
from core.errors import UserError
from core.store import Store

ACTOR = "system"


def outside(store: Store) -> list[UserError]:
    """By the server every minute, and at the end of every command. What fails is told, never raised: the acts are done, and it is tried again."""
    failed = []
    for tend in (append_head, ship):
        try:
            tend(store)
        except UserError as error:
            failed.append(error)
    return failed


def daily(store: Store, *, now: datetime) -> list[UserError]:
    """Test the log, and cut what is past its time where it is whole. What is wrong is told: audit_faults, audit_days, audit_folder."""
    try:
        found = verify_and_note(store, actor=ACTOR)
        if found.faults:
            return [UserError("audit_faults", faults=len(found.faults), entry=found.faults[0].first)]
        if leapt(store, now=now) is None:
            cut(store, now=now, actor=ACTOR)
    except UserError as error:
        return [error]
    return []
