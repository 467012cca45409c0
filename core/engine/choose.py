"""Which engine a store works with: its setting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from core.engine.duck import DuckEngine
from core.engine.engine import Engine, EngineAway
from core.errors import UserError
from core.store import Store

Made = TypeVar("Made")


def engine_of(store: Store) -> Engine:
    """The engine set for this store. Raises UserError: engine_unknown, engine_unset (spark without address or lake), engine_missing (its
    package is not installed)."""
    chosen = store.settings.engine
    if chosen == "duckdb":
        return DuckEngine()
    if chosen != "spark":
        raise UserError("engine_unknown", engine=chosen)
    if not (store.settings.spark and store.settings.lake):
        raise UserError("engine_unset")
    try:
        # an extra (requirements-spark.txt), asked for by nobody else
        from core.engine.spark import SparkEngine  # noqa: PLC0415
    except ImportError as error:
        raise UserError("engine_missing", package=error.name) from error
    return SparkEngine(store)


def here_if_away(engine: Engine, work: Callable[[Engine], Made]) -> Made:
    """What `work` makes with the engine; while that is away, with the desk's own: slower, and the same."""
    try:
        return work(engine)
    except EngineAway:
        return work(DuckEngine())
