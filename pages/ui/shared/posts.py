"""Duties to choose among: a grid, its duty, who holds it."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from core.chain import posts
from core.domain import Scope
from core.i18n.places import place_name
from core.report.duties import duty_name
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.session import language, say

Post = tuple[int, str]


def post_names(store: Store, scope: Scope, grid: int, at: datetime) -> dict[Post, str]:
    """Of a grid, below and above it, from above down."""
    return read(_post_names, store, scope, grid=grid, at=at.replace(second=0), lang=language())


def _post_names(store: Store, scope: Scope, *, grid: int, at: datetime, lang: str) -> dict[Post, str]:
    found = posts(store, scope, grid=grid, at=at)
    return {(int(row.grid_id), row.role): _named(lang, row.grid_name, row.role, row.name) for row in found.itertuples()}


def post_name(grid: str, role: str, name: object) -> str:
    return _named(language(), grid, role, name)


def _named(lang: str, grid: str, role: str, name: object) -> str:
    held = f" {name}" if isinstance(name, str) else ""
    return f"{place_name(lang, grid)} · {duty_name(lang, role)}{held}"


def pick_post(label: str, known: dict[Post, str], *, key: str, none: str | None = None) -> Post | None:
    """`none`: what choosing nobody is called; without it something has to be chosen, and is nothing at first."""
    options = [None, *known] if none else list(known)
    return st.selectbox(
        label, options, format_func=lambda p: none if p is None else known.get(p, ""), key=key, index=0 if none else None,
        placeholder=none or say("chain.pick"),
    )  # fmt: skip
