"""Which grids an account sees: chosen by name, by typing a part of it."""

from __future__ import annotations

import streamlit as st

from core.domain import EVERYTHING, Scope
from core.registry.grids import scope_choices as choices_of
from core.store import Store
from pages.ui.shared.session import place, say


def pick_scope(store: Store, scope: Scope, *, key: str, held: list[int] | None = None) -> list[int]:
    """Within the administrator's own `scope`; at first those that the account has."""
    held = held or []
    choices = _choices(store, scope, held)
    return st.multiselect(
        say("accounts.scope"),
        list(choices),
        default=held,
        format_func=lambda grid: choices[grid],
        key=key,
        placeholder=say("accounts.scope_hint"),
        help=say("accounts.scope_help"),
        filter_mode="contains",  # in the order of the tree, not of resemblance
        select_all=False,  # one key too many would hand out every grid that was found
    )


def _choices(store: Store, scope: Scope, held: list[int]) -> dict[int, str]:
    """Grid id → “东镇 › 东一村 · 990101100001”; EVERYTHING first where the administrator sees everything."""
    found = choices_of(store, scope, held=held)
    named = {int(r.grid_id): f"{place(r.label)} · {r.code}" for r in found.itertuples()}
    named |= {grid: str(grid) for grid in held if grid not in named}  # no longer in the register
    return ({EVERYTHING: say("accounts.whole_store")} if EVERYTHING in scope.grids else {}) | named
