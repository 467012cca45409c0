"""Who did something, in words: a login or a name as it is; what nobody did by hand by what did it."""

from __future__ import annotations

from core.i18n import has, t
from pages.ui.shared.session import language


def actor(who: object) -> str:
    """Of the system, the command line and the demonstration in the reader's language; nothing for nobody."""
    if not isinstance(who, str):
        return ""
    key = f"actor.{who.replace(' ', '_')}"
    return t(language(), key) if has(key) else who
