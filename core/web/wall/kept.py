"""One screen's figures are made once for all walls that show it: each asks every minute, and a county may have many. Made anew as soon as anything was written, and after ten minutes in any case:
that data have stopped and whose shift it is depends on the clock alone."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from weakref import WeakKeyDictionary

from core.store import Store

MOST = 32  # of one store
_screens: WeakKeyDictionary[Store, OrderedDict[tuple, dict | None]] = WeakKeyDictionary()
_lock = threading.Lock()
_making = threading.Lock()


def kept(store: Store, key: tuple, make: Callable[[], dict | None]) -> dict | None:
    """What was made under that key (the version of the data and the ten minutes among it), or is made now; of several who ask at once one makes it."""
    screens = _of(store)
    if key in screens:
        return screens[key]
    with _making:
        if key not in screens:
            screens[key] = make()
            while len(screens) > MOST:
                screens.popitem(last=False)
        return screens[key]


def _of(store: Store) -> OrderedDict[tuple, dict | None]:
    with _lock:
        return _screens.setdefault(store, OrderedDict())
