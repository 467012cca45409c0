"""The small county in a file of its own, with a folder for its lake."""

from __future__ import annotations

from pathlib import Path

from core.settings import Settings
from core.store import Store, open_store
from tests.county import declare_epidemic, fill


def county_in(folder: Path, **settings: object) -> Store:
    """Registers and check-ins of the small county; nothing summed yet. `settings` besides its file and its lake."""
    store = open_store(settings_in(folder, **settings))
    with store.write() as db:
        declare_epidemic(db)
        fill(db)
    return store


def settings_in(folder: Path, **settings: object) -> Settings:
    return Settings(**({"db": str(folder / "command.duckdb"), "lake": str(folder / "lake")} | settings))
