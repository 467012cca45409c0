"""Roles and what each may do: `core/policy/roles.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MANAGE = "accounts.manage"
FILE = Path(__file__).parent.parent / "policy" / "roles.toml"


@dataclass(frozen=True)
class Role:
    code: str
    permissions: frozenset[str]
    reveal: frozenset[str]  # personal fields that this role sees unmasked
    needs_scope: bool  # answers for some grids, never for the whole store
    no_scope: bool  # answers for none: sees only what it is given


@cache
def roles() -> dict[str, Role]:
    table = tomllib.loads(FILE.read_text("utf-8"))
    return {
        code: Role(
            code,
            frozenset(r["permissions"]),
            frozenset(r["reveal"]),
            r.get("needs_scope", False),
            r.get("no_scope", False),
        )
        for code, r in table.items()
    }
