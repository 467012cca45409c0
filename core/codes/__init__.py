"""Codes of places: what a phone scans at a door."""

from core.codes.look import LEVELS, codes, grids_below, sheets
from core.codes.make import KINDS, make_codes, revoke_code
from core.codes.place import PATH, Place, hangs_at, place_of, screen_of, shown_on, token_of

__all__ = [
    "KINDS",
    "LEVELS",
    "PATH",
    "Place",
    "codes",
    "grids_below",
    "hangs_at",
    "make_codes",
    "place_of",
    "revoke_code",
    "screen_of",
    "sheets",
    "shown_on",
    "token_of",
]
