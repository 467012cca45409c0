"""The words of the field as types. Names follow GLOSSARY.md."""

from __future__ import annotations

from dataclasses import dataclass, field

AREA_LEVELS = ("county", "township", "village", "section", "household")
EVERYTHING = 0  # the ancestor of every grid in `grid_tree`: a scope over the whole store


@dataclass(frozen=True)
class Scope:
    """What a reader may see. Every read takes one, without default.

    `grids` are the roots of the visible subtrees: an empty tuple sees nothing, `(EVERYTHING,)` sees all.
    `reveal` names the personal fields shown as they are (of `name`, `phone`, `id_number`, `address` of residents, and `work_phone`
    of who answers for a grid); all others are masked.
    """

    grids: tuple[int, ...]
    reveal: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        """Whatever it was made of: what is kept for one scope is found by it."""
        object.__setattr__(self, "grids", tuple(self.grids))
        object.__setattr__(self, "reveal", frozenset(self.reveal))

    @property
    def roots(self) -> list[int]:
        """As bound to `scope_grids($scope)`."""
        return list(self.grids)


@dataclass(frozen=True)
class User:
    """Someone who has logged in."""

    account_id: int
    login: str
    name: str
    role: str
    permissions: frozenset[str]
    scope: Scope

    def may(self, permission: str) -> bool:
        return permission in self.permissions
