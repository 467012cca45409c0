"""How a command opens the store for itself, and leaves it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from core.audit.look_after import outside
from core.commands.words import cli_language
from core.i18n import t
from core.settings import Settings
from core.store import Store, open_store


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """At the end the audit log's head is written down; that it could not be is told, and does not undo the command. Raises as `open_store`."""
    store = open_store(settings)
    try:
        yield store
        for error in outside(store):
            print(t(cli_language(), f"error.{error.code}", **error.fields), file=sys.stderr)
    finally:
        store.close()
