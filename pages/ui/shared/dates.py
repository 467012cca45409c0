"""Days of the register: somebody's end, a class's, a unit's."""

from __future__ import annotations

from datetime import date

from core import clock
from core.i18n import format
from pages.ui.shared.session import language


def dated(value: date | None) -> str:
    """With its year where that is not this one."""
    return format.dated(language(), value, today=clock.today())
