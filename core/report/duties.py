"""Duties in words."""

from __future__ import annotations

from core.i18n import has, t


def duty_name(language: str, role: str) -> str:
    """Of a responsible, a deputy, the county's desk; of a chain of several, as their list calls them."""
    return t(language, f"duty.{role}") if has(f"duty.{role}") else role
