"""What those who answer for a grid are called."""

from __future__ import annotations

from core.registry.cards import ROLES
from pages.ui.shared.session import say


def role_name(role: str) -> str:
    """In words; of a chain of several, as their list calls them."""
    return say(f"duty.{role}") if role in ROLES else role
