"""Reads of core, remembered until the store changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.domain import Scope
from core.store import Store


def read(function: Callable[..., Any], store: Store, scope: Scope, **arguments: object) -> Any:
    """`function(store, scope, **arguments)`, remembered by function, store and its version, scope, reveal and arguments.

    The cache is shared by all users: whatever restricts an answer must stand in its key, so everything that a read depends on
    has to be in `scope` or `arguments`. Returns a copy that the caller may change.
    """
    version = store.told if getattr(function, "of_told", False) else store.version
    return _remembered(
        function,
        store,
        scope,
        name=f"{function.__module__}.{function.__qualname__}",
        store_key=(store.settings.db, id(store), version),
        scope_key=(scope.grids, tuple(sorted(scope.reveal))),
        arguments=arguments,
    )


@st.cache_data(ttl=600, max_entries=200, show_spinner=False)
def _remembered(
    _function: Callable[..., Any],
    _store: Store,
    _scope: Scope,
    *,
    name: str,
    store_key: tuple,
    scope_key: tuple,
    arguments: dict[str, object],
) -> Any:
    return _function(_store, _scope, **arguments)
