"""An officer's day on the phone: what waits, a household's card, and what is entered there, with or without signal."""

from core.officer.entries import KINDS, Entry, Told, take_entries
from core.officer.today import Stop, today

__all__ = ["KINDS", "Entry", "Stop", "Told", "take_entries", "today"]
