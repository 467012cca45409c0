"""Whose the front end's random names are: tabs by session id, downloads by file id.

Streamlit hands out a tab or a file to whoever knows its name. Names are told over a tab's web socket alone, so the account behind that
socket is the owner. A file that is yet to be made belongs to the account with the rights that it had when it was told: what makes it reads with them.
Kept in this process, as tabs and files are; beyond MOST the names told longest ago are forgotten, and are nobody's.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from threading import Lock

MOST = 200_000


class Owners:
    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock = most, Lock()
        self._of: OrderedDict[str, frozenset[Hashable]] = OrderedDict()

    def add(self, names: Iterable[str], owner: Hashable) -> None:
        """`owner`: an account's id, or a user with their rights. Several own a file when each was told its name: it depends on the content, a picture's for instance."""
        with self._lock:
            for name in names:
                self._of[name] = self._of.pop(name, frozenset()) | {owner}
            while len(self._of) > self._most:
                self._of.popitem(last=False)

    def owns(self, name: str, owner: Hashable) -> bool:
        with self._lock:
            return owner in self._of.get(name, ())


owners = Owners()
