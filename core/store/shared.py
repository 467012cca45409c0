"""The one store of the running process, shared by pages, routes and commands."""

from __future__ import annotations

import threading

from core.settings import load_settings
from core.store.store import Store, open_store

_lock = threading.Lock()
_store: Store | None = None


def shared_store() -> Store:
    """Opened at first use, by the environment's settings."""
    global _store  # noqa: PLW0603 - the process has exactly one
    with _lock:
        if _store is None:
            _store = open_store(load_settings())
        return _store


def is_shared(store: Store) -> bool:
    """Is it the one that pages and routes of this process use?"""
    return store is _store


def use_store(store: Store | None) -> None:
    """Put another store in its place (tests), or forget it (None)."""
    global _store  # noqa: PLW0603
    with _lock:
        _store = store
