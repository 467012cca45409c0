"""What was refused: a permission, a place outside the scope, a cookie or key that does not hold.

The first refusal of somebody for something is written at once; the same again is counted and written when `write_repeats` is called (by the
server, every minute): whoever tries a thousand times fills no disk and holds up no one.
"""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

from core.audit.record import record_all
from core.errors import NotAllowed
from core.store import Store

UNKNOWN = "unknown"
MOST = 5_000  # different refusals held at a time; beyond, they are counted together
_repeats: WeakKeyDictionary[Store, dict[tuple, int]] = WeakKeyDictionary()
_lock = threading.Lock()


def not_allowed(store: Store, actor: str, code: str, **fields: object) -> NotAllowed:
    """To be raised: the refusal of an act, noted. `fields` are the error's."""
    denied(store, actor, "access.denied", what=code)
    return NotAllowed(code, **fields)


def denied(store: Store, actor: str | None, event: str, **fields: str) -> None:
    """Note that `actor` (None: nobody known) was refused. `event`: access.denied, scope.denied, token.refused; `fields` are codes."""
    said = (actor or UNKNOWN, event, tuple(sorted(fields.items())))
    with _lock:
        held = _repeats.setdefault(store, {})
        if len(held) >= MOST and said not in held:
            said = (UNKNOWN, event, ())
        before = held.get(said)
        at_once = before is None and not store.writing  # what is refused within a transaction is undone with it
        held[said] = 0 if at_once else (before or 0) + 1
    if at_once:
        _write(store, {said: 1})


def write_repeats(store: Store) -> None:
    """Write how often each was repeated since it was written last; one that was not is forgotten, so that its next time is written at once."""
    with _lock:
        held = _repeats.pop(store, {})
        again = {said: times for said, times in held.items() if times}
        if again:
            _repeats[store] = dict.fromkeys(again, 0)
    _write(store, again)


def _write(store: Store, times: dict[tuple, int]) -> None:
    """All in one transaction: thousands of different ones would hold up who writes for half a minute."""
    if times:
        with store.write(shown=False) as db:
            record_all(
                db, [(actor, event, {**dict(fields), "times": n}) for (actor, event, fields), n in times.items()]
            )
