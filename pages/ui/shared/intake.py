"""How far the figures are with what phones and gates send, in one line."""

from __future__ import annotations

from core.i18n import format
from core.intake import intake_state
from core.store import Store
from pages.ui.shared.session import language, say


def intake_line(store: Store) -> str | None:
    """None while nothing was ever sent."""
    found = intake_state(store)
    if found.last_at is None:
        return None
    marked = format.moment(language(), found.marked_at) if found.marked_at else "–"
    last = format.moment(language(), found.last_at)
    return say("codes.state", last=last, marked=marked, waiting=format.exact(found.waiting))
