"""Opening the store for a command: what can go wrong is a sentence."""

from __future__ import annotations

import duckdb

from core.errors import UserError
from core.settings import Settings
from core.store import Store, open_store


def opened(settings: Settings) -> Store:
    """The store, for this process alone. Raises UserError: store_in_use (another process has it), store_unreadable (wrong key,
    or no store at all)."""
    try:
        return open_store(settings)
    except duckdb.Error as error:
        code = "store_in_use" if "lock" in str(error) else "store_unreadable"
        raise UserError(code, file=settings.db) from error
