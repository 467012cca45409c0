"""Codes of places: what a phone scans at a door."""

from core.codes.make import make_codes, revoke_code
from core.codes.place import PATH, Place, place_of, token_of

__all__ = ["PATH", "Place", "make_codes", "place_of", "revoke_code", "token_of"]
