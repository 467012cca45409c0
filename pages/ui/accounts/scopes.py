"""Which grids an account sees: chosen by name, by typing a part of it."""

from __future__ import annotations

import streamlit as st

from core.domain import EVERYTHING, Scope
from core.registry.grids import scope_choices as choices_of
from core.store import Store
from pages.ui.shared.session import say


def scope_choices(store: Store, scope: Scope) -> dict[int, str]:
    """Grid id → “东镇 › 东一村 · 990101100001”; EVERYTHING first where the administrator sees everything."""
    found = choices_of(store, scope)
    named = {int(r.grid_id): f"{r.label} · {r.code}" for r in found.itertuples()}
    return ({EVERYTHING: say("accounts.whole_store")} if EVERYTHING in scope.grids else {}) | named


def pick_scope(choices: dict[int, str], *, key: str, chosen: list[int] | None = None) -> list[int]:
    return st.multiselect(
        say("accounts.scope"),
        list(choices),
        default=[g for g in chosen or [] if g in choices],
        format_func=lambda g: choices.get(g, str(g)),
        key=key,
        placeholder=say("accounts.scope_hint"),
        help=say("accounts.scope_help"),
    )
