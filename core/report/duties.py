"""Duties in words."""

from __future__ import annotations

import pandas as pd

from core.i18n import has, t


def duty_name(language: str, role: str) -> str:
    """Of a responsible, a deputy, the county's desk; of a chain of several, as their list calls them."""
    return t(language, f"duty.{role}") if has(f"duty.{role}") else role


def post_name(language: str, grid: str | None, role: str | None, name: str | None) -> str:
    """Who answers, in words: the grid, the duty there and who holds it. A duty that nobody holds by name (a desk without a rota) is still somebody."""
    return " ".join(
        part for part in (grid, duty_name(language, role or "desk"), name) if isinstance(part, str) and part
    )


def owners(language: str, found: pd.DataFrame) -> pd.Series:
    """Of rows as core.chain.with_owners gives them, who has each in words; None (and no other nothing): it is over."""
    said = [
        post_name(language, row.owner_grid, row.owner_role, row.owner_name) if isinstance(row.owner_role, str) else None
        for row in found.itertuples()
    ]
    return pd.Series(said, index=found.index, dtype=object)
