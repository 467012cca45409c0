"""What those who answer for a grid are called."""

from __future__ import annotations

from core.report.duties import duty_name
from pages.ui.shared.session import language


def role_name(role: str) -> str:
    """In words; of a chain of several, as their list calls them."""
    return duty_name(language(), role)
