"""Which passwords are accepted: long enough, not among the common ones, not the login itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from core.errors import UserError

MIN_PASSWORD = 8
MAX_PASSWORD = 200  # what a form may send; a longer text is no password
FEWEST_CHARACTERS = 3  # different ones: 11112222 is no secret either
_COMMON = Path(__file__).parent / "common_passwords.txt"


def check_password(password: str, *, login: str = "") -> None:
    """Raises UserError (password_short, password_long, password_common, password_is_login)."""
    if len(password) < MIN_PASSWORD:
        raise UserError("password_short", least=MIN_PASSWORD)
    if len(password) > MAX_PASSWORD:
        raise UserError("password_long", most=MAX_PASSWORD)
    plain = password.casefold()
    if plain in _common() or len(set(plain)) < FEWEST_CHARACTERS:
        raise UserError("password_common")
    if login and plain == login.casefold():
        raise UserError("password_is_login")


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text("utf-8").split())
