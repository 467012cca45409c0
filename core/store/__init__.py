"""The store: see store.py. `schema/` is the only place where tables are made."""

from core.store.shared import shared_store, use_store
from core.store.sql import asked, guarded, load_sql, statements
from core.store.store import Store, open_store, run, settings_of

__all__ = [
    "Store",
    "asked",
    "guarded",
    "load_sql",
    "open_store",
    "run",
    "settings_of",
    "shared_store",
    "statements",
    "use_store",
]
