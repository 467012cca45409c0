"""Administrator, security officer and auditor are three persons (三员): each watches the others."""

from __future__ import annotations

import duckdb

from core.access.roles import APART
from core.errors import UserError
from core.settings import Settings


def check_apart(
    db: duckdb.DuckDBPyConnection, settings: Settings, *, name: str, role: str, but: int | None = None
) -> None:
    """Within a write. An account has one role; that one person has two accounts is told by the name. Raises UserError roles_apart."""
    if not settings.roles_apart or role not in APART:
        return
    other = db.execute(
        "select role from account where active and name = ? and role <> ? and list_contains(?, role) and account_id is distinct from ?",
        [name.strip(), role, list(APART), but],
    ).fetchone()
    if other:
        raise UserError("roles_apart", name=name)
