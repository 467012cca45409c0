"""What is kept of the log outside the store, brought up to date: its head, its copies."""

from __future__ import annotations

from core.audit.heads import append_head
from core.audit.ship import ship
from core.errors import UserError
from core.store import Store


def outside(store: Store) -> list[UserError]:
    """By the server every minute, and at the end of every command. What fails is told, never raised: the acts are done, and it is tried again."""
    failed = []
    for tend in (append_head, ship):
        try:
            tend(store)
        except UserError as error:
            failed.append(error)
    return failed
