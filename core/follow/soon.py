"""Following a change in the background, so that whoever stands at the gate is answered at once. One thread of the process: what changes
while it works is followed by its next turn, so that a busy gate does not queue up whole counties of work."""

from __future__ import annotations

import logging
import threading

from core.follow.follow import follow
from core.store import Store

log = logging.getLogger(__name__)
_lock = threading.Lock()
_wanted: dict[int, tuple[Store, str]] = {}  # by the store's id
_working: threading.Thread | None = None


def follow_soon(store: Store, *, actor: str) -> threading.Thread:
    """Returns the thread that will do it."""
    global _working  # noqa: PLW0603 - the one thread of the process
    with _lock:
        _wanted[id(store)] = (store, actor)
        if _working is None:
            _working = threading.Thread(target=_work, daemon=True, name="follow")
            _working.start()
        return _working


def _work() -> None:
    global _working  # noqa: PLW0603
    while True:
        with _lock:
            if not _wanted:
                _working = None
                return
            _, (store, actor) = _wanted.popitem()
        try:
            follow(store, actor=actor)
        except Exception as failure:  # the change itself is stored; the next one, or the next start, makes it good
            if store.closed:
                log.info("stopped while a change was followed: the next start goes on with it")
            else:
                log.error("following failed: %s", type(failure).__name__)
