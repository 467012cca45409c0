"""Roles and what each may do: `core/policy/roles.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.settings import Settings

MANAGE = "accounts.manage"
OWN = "account.own"  # everybody sees to their own sessions and second factor
WIDER = "wider.look"
# Administrator, security officer, auditor: each watches the others.
APART = ("admin", "security", "auditor")
FILE = Path(__file__).parent.parent / "policy" / "roles.toml"


@dataclass(frozen=True)
class Role:
    code: str
    permissions: frozenset[str]
    reveal: frozenset[str]  # personal fields that this role sees unmasked
    needs_scope: bool  # answers for some grids, never for the whole store
    no_scope: bool  # answers for none: sees only what it is given
    looks_wider: bool  # may look beyond its scope, for a reason and a time (core/access/wider.py)


@cache
def roles() -> dict[str, Role]:
    table = tomllib.loads(FILE.read_text("utf-8"))
    return {
        code: Role(
            code,
            frozenset(r["permissions"]) | {OWN} | ({WIDER} if r.get("looks_wider") else frozenset()),
            frozenset(r["reveal"]),
            r.get("needs_scope", False),
            r.get("no_scope", False),
            r.get("looks_wider", False),
        )
        for code, r in table.items()
    }


def permissions_of(settings: Settings, role: Role) -> frozenset[str]:
    """Where the settings let one person be all three, the administrator also does what the other two do."""
    if settings.roles_apart or role.code != "admin":
        return role.permissions
    return role.permissions.union(*(roles()[code].permissions for code in APART if code in roles()))
