"""Stores in memory that are copies of one made before: its schema, macros and rows, in the same database engine.

Hundreds of tests begin with a store; copying takes an eighth of what making one takes.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from weakref import ReferenceType, ref

import duckdb

from core.store import Store

_models: dict[Callable[[], Store], Store] = {}
_tables: dict[Store, list[str]] = {}
_numbers = itertools.count(1)
_alive: list[tuple[ReferenceType, tuple[str, str], Store]] = []
_lock = threading.Lock()


def copied(make: Callable[[], Store]) -> Store:
    """A store like the one that `make` makes, which is called once per process."""
    with _lock:
        _forget()
        if make not in _models:
            _models[make] = make()
        made = Copied(_models[make])
        _alive.append((ref(made), (made.name, made.scratch), _models[make]))
        return made


class Copied(Store):
    def __init__(self, model: Store) -> None:
        number = next(_numbers)
        self.name, self.scratch, self._model = f"store_{number}", f"scratch_{number}", model
        super().__init__(model.settings)

    @property
    def engine(self) -> object:
        return self._model

    def _opened(self) -> duckdb.DuckDBPyConnection:
        connection = self._model.fresh_cursor()
        for name in (self.name, self.scratch):
            connection.execute(f"attach ':memory:' as {name}")
        # An empty table takes as long to copy as one of a few rows, and most of the hundred and more are empty.
        connection.execute(f"copy from database {self._model.name} to {self.name} (schema)")
        for table in _filled(self._model):
            connection.execute(f"insert into {self.name}.{table} from {self._model.name}.{table}")
        return connection


def _filled(model: Store) -> list[str]:
    """Tables with rows, in the order in which they were made: those that others point at first."""
    if model not in _tables:
        known = "select table_name from duckdb_tables() where database_name = $name and not internal order by table_oid"
        names = [name for (name,) in model.run(known, name=model.name).fetchall()]
        some = model.one("select " + ", ".join(f"exists (from {name})" for name in names))
        _tables[model] = [name for name, has in zip(names, some, strict=True) if has]
    return _tables[model]


def _forget() -> None:
    """Give back the memory of stores that nobody has any more."""
    for one in list(_alive):
        held, names, model = one
        if held() is None:
            _alive.remove(one)
            for name in names:
                model.run(f"detach {name}")
