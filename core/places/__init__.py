"""Places for people: quarantine points and shelters with rooms and beds; who is in which, who is meant for one, what is free."""

from core.places.keep import add_place, change_place
from core.places.moves import move_in, move_in_all, move_out
from core.places.reads import MOST, bed_of, expected, inside, places, rooms, towns, waiting

__all__ = [
    "MOST", "add_place", "bed_of", "change_place", "expected", "inside", "move_in", "move_in_all", "move_out", "places", "rooms", "towns", "waiting",
]  # fmt: skip
