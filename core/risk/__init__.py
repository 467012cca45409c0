"""Risk areas are announced, let go and taken back: what a person does, and all that follows of it at once."""

from core.risk.add import Added, add
from core.risk.place import Place, find_place, suggestions, unlisted
from core.risk.release import release
from core.risk.remove import Removed, remove

__all__ = ["Added", "Place", "Removed", "add", "find_place", "release", "remove", "suggestions", "unlisted"]
