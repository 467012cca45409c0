"""What was made of a store, kept as long as what it was made of stays the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import partial, wraps
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from core.store.store import Store

Made = TypeVar("Made")
NOTHING = object()  # beside None, which may be an answer


class KeptWhile(Generic[Made]):
    """`stamp`: other whenever what is read is other: the store's version, or sums over the rows. `most`: of one store. What is given out is shared: nobody changes it."""

    def __init__(self, *, most: int = 32) -> None:
        self._most, self._lock = most, threading.Lock()
        self._of: WeakKeyDictionary[Store, tuple[Hashable, dict[Hashable, Made]]] = WeakKeyDictionary()

    def get(self, store: Store, stamp: Hashable, key: Hashable, make: Callable[[], Made]) -> Made:
        of = self._of.get(store)
        if of is None or of[0] != stamp:
            of = self._of[store] = (stamp, {})
        found = of[1]
        held = found.get(key, NOTHING)
        if held is not NOTHING:
            return held
        made = make()
        with self._lock:  # two readers at once must not stumble over one another's places
            while len(found) >= self._most:
                del found[next(iter(found))]
            found[key] = made
        return made


def until_written(
    most: int = 256, *, shown: bool = True, told: bool = False
) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """For a small read (`function(store, *arguments)`, all hashable) that every page asks for several times: its answer is kept until
    something is written that a page shows (`shown=False`: anything at all; `told=True`: something that the store is told, for what reads
    nothing that is made of it). Within a transaction it is asked for. What is given out is shared: nobody changes it."""

    def keeping(function: Callable[..., Made]) -> Callable[..., Made]:
        kept = KeptWhile[Made](most=most)

        @wraps(function)
        def read(store: Store, *arguments: Hashable, **named: Hashable) -> Made:
            make = partial(function, store, *arguments, **named)
            if store.writing or (store.holding and not told):
                return make()
            stamp = store.told if told else store.version if shown else store.writes
            return kept.get(store, stamp, (arguments, tuple(sorted(named.items()))), make)

        return read

    return keeping


def of_told(function: Callable[..., Made]) -> Callable[..., Made]:
    """Marks a read of what the store is told, and of nothing that is made of it: what pages remember of it (pages/ui/shared/cached.py) outlasts
    figures, classes, alerts, grades and tasks."""
    function.of_told = True
    return function
