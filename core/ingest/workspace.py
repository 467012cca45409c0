"""The staging area of one plan: a schema of its own in memory, beside the store, which it never writes to.

SQL files of this room name its tables `plan.…`; the schema's own name is put in their place. What is the same for every plan (the macros
of `normalise.sql` and `dates.sql`, the words of `columns.toml`) is named so too, but made once per store, in a schema of its own.
"""

from __future__ import annotations

import itertools
import re
import threading
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path
from weakref import WeakSet

import duckdb
import pandas as pd
import pyarrow as pa

from core.ingest.blank_columns import without_blank
from core.ingest.held_rows import HeldRows
from core.ingest.issues import severities
from core.ingest.meaning.columns import values
from core.registry.person_fields import filled
from core.store import Store, guarded, run, statements

ROOM = Path(__file__).parent
SHARED = "memory.every"  # a name that holds no `plan.` itself
MACROS = (
    "normalise.sql",
    "dates.sql",
    "places/known_grids.sql",
    "row_keys/macros.sql",
    *sorted(file.relative_to(ROOM).as_posix() for file in ROOM.glob("kinds/*/macros.sql")),
)
TABLES = ("severity", "value")
FEW = 1_000  # rows: of so few, a statement costs what it takes to plan it
SQL_TYPES = {
    pa.int32(): "integer", pa.int64(): "bigint", pa.string(): "text", pa.bool_(): "boolean", pa.date32(): "date",
    pa.list_(pa.string()): "text[]",
}  # fmt: skip
SAID = 200  # cells: so few are said within a statement; a row takes a quarter of what handing it over as a table does
PLAINLY = re.compile(rf"{re.escape(SHARED)}\.(moment|day|birth_day|end_day)\(")

_numbers = itertools.count(1)
_ready: WeakSet[object] = WeakSet()  # database engines that have what plans share
_lock = threading.Lock()


class Workspace:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.schema = f"{store.scratch}.plan_{next(_numbers)}"
        self.own_values = False  # plan.value is this plan's own (value_parts.py)
        self.has_facts = False  # plan.fact_text is there (facts/facts.py)
        self._rows = HeldRows()
        self.few = self.plain_dates = False  # what is known of the rows once they are staged
        self._narrowed: set[str] = set()  # tables that are views of what they hold
        self.blank: frozenset[str] = frozenset()  # of few rows, the columns in which nothing stands
        with _lock:
            if store.engine not in _ready:
                self._share()
                _ready.add(store.engine)
        self.run(f"create schema {self.schema}")
        self.run("create table plan.issue (sheet integer, row bigint, field text, code text, fields text)")

    def _share(self) -> None:
        self.run(f"create schema {SHARED}")
        for file in MACROS:
            self.script(file)
        self.load("severity", {"code": list(severities()), "severity": list(severities().values())})
        written = [(s, text, code) for s, texts in values().items() for text, code in texts.items()]
        self.load("value", dict(zip(("set_name", "text", "code"), map(list, zip(*written, strict=True)), strict=True)))

    def named(self, sql: str) -> str:
        sql = without_blank(filled(sql), self.blank)
        return _with_shared(sql, self.plain_dates, self.own_values).replace("plan.", self.schema + ".")

    def run(self, sql: str, **params: object) -> duckdb.DuckDBPyConnection:
        answer = self.store.run(self.named(sql), **params)
        self._rows.ran(sql, answer)
        return answer

    def df(self, sql: str, **params: object) -> pd.DataFrame:
        return self.run(sql, **params).df()

    def value(self, sql: str, **params: object) -> object:
        row = self.run(sql, **params).fetchone()
        return row[0] if row else None

    def script(self, file: str, /, *, beside: str = __file__, **params: object) -> duckdb.DuckDBPyConnection | None:
        """Run a file's statements but those that would find nothing; the last one's answer. `file` lies in this room, or beside the module given."""
        answer = None
        for query, alike in itertools.groupby(guarded(beside, file), key=itemgetter(0)):
            if query and not self.any(query):
                continue
            for _, statement in alike:
                answer = self.run(self._kept(statement), **params)
        return answer

    def any(self, query: str) -> bool:
        """Does it find a row? (`from plan.typed_rows where …`, or `of household_code: from …`, which finds none where nothing stands in that column)"""
        columns, _, found = query.partition(": ") if query.startswith("of ") else ("", "", query)
        if columns and self.blank.issuperset(columns.split()[1:]):
            return False
        left = self._rows.asks(found)
        return left is None or (left != "" and self.value(f"select exists ({left})"))

    def _kept(self, statement: str) -> str:
        """A view of few rows becomes a table, but one that is all of a table: it would be planned anew in each statement that names it."""
        view, table = "create or replace view plan.", "create or replace table plan."
        return statement.replace(view, table, 1) if self.few and " as from plan." not in statement else statement

    def apply(
        self, db: duckdb.DuckDBPyConnection, file: str, /, *, beside: str = __file__, **params: object
    ) -> None:  # fmt: skip
        """Run a file's statements within the caller's transaction on the store."""
        for statement in statements(beside, file):
            run(db, self.named(statement), **params)
            self._rows.forget(statement)  # the transaction may yet be rolled back

    def load(self, table: str, columns: dict[str, list] | pa.Table) -> None:
        """Make a table of this plan from Arrow data; SQL reaches no files, so data are handed over in memory."""
        data = columns if isinstance(columns, pa.Table) else pa.table(columns)
        if not data.num_rows and _can_be_said(data):
            told = ", ".join(f"{field.name} {SQL_TYPES[field.type]}" for field in data.schema)
            self.run(f"create or replace table plan.{table} ({told})")  # takes half as long as from no rows
        else:
            self._take(f"create or replace table plan.{table} as", data)

    def add_values(self, told: list[tuple[str, str, str]]) -> None:
        """For this plan alone, what further writings mean: (set, text, code)."""
        names = ("set_name", "text", "code")
        with self.given(pa.table(dict(zip(names, map(list, zip(*told, strict=True)), strict=True)))):
            made = self.named("create or replace table plan.own_value as from plan.value")
            self.run(made)
            self.run(
                "insert into plan.own_value select set_name, plan.value_key(text), code from given_rows anti join plan.value using (set_name, text)"
            )
        self.own_values = True

    def append(self, table: str, rows: pa.Table) -> None:
        if rows.num_rows:
            self._take(f"insert into plan.{table}", rows)

    def _take(self, what: str, data: pa.Table) -> None:
        if _can_be_said(data):
            said, cells = _said(data)
            self.run(f"{what} from {said}", **cells)
            return
        with self.given(data):
            self.run(f"{what} select * from given_rows")  # noqa: S608 - our own names

    def columns_of(self, table: str) -> list[tuple[str, str, int]]:
        """Name, type and how many cells hold something, of each column."""
        columns = [(name, kind) for name, kind, *_ in self.run(f"describe plan.{table}").fetchall()]
        counts = ", ".join(f'count("{name}")' for name, _ in columns)
        filled = self.run(f"select {counts} from plan.{table}").fetchone()  # noqa: S608 - our own names
        return [(*column, cells) for column, cells in zip(columns, filled, strict=True)]

    def narrow(self, table: str) -> None:
        """From here on the columns of a table that hold nothing take no memory: a view shows them beside the others."""
        if self.few:
            return
        columns = self.columns_of(table)
        blank = [name for name, _, cells in columns if not cells]
        if len(blank) in (0, len(columns)):
            return
        shown = [f'"{name}"' if cells else f'cast(null as {kind}) as "{name}"' for name, kind, cells in columns]
        self.run(f"alter table plan.{table} rename to {table}_filled")
        for name in blank:
            self.run(f'alter table plan.{table}_filled drop column "{name}"')
        self.run(f"create view plan.{table} as select {', '.join(shown)} from plan.{table}_filled")  # noqa: S608 - our own names
        self._narrowed.add(table)

    def forget(self, table: str) -> None:
        """Give back the memory of a table, narrowed or not."""
        if table in self._narrowed:
            self.run(f"drop view plan.{table}")
            self.run(f"drop table plan.{table}_filled")
        else:
            self.run(f"drop table if exists plan.{table}")

    def given(self, data: pa.Table) -> _Given:
        """Within `with`, queries of this thread see `data` as `given_rows`."""
        return _Given(self.store.cursor(), data)

    def drop(self) -> None:
        self.run(f"drop schema if exists {self.schema} cascade")


def _can_be_said(data: pa.Table) -> bool:
    return data.num_rows * data.num_columns <= SAID and all(field.type in SQL_TYPES for field in data.schema)


def _said(data: pa.Table) -> tuple[str, dict[str, object]]:
    """`(values …) as given_rows (…)`, and what stands in its cells."""
    types = [SQL_TYPES[field.type] for field in data.schema]
    rows = [
        "(" + ", ".join(f"cast($cell_{row}_{at} as {kind})" for at, kind in enumerate(types)) + ")"
        for row in range(data.num_rows)
    ]
    cells = {
        f"cell_{row}_{at}": cell
        for at, column in enumerate(data.columns)
        for row, cell in enumerate(column.to_pylist())
    }
    return f"(values {', '.join(rows)}) as given_rows ({', '.join(data.column_names)})", cells


@lru_cache(1_000)
def _with_shared(sql: str, plain_dates: bool, own_values: bool) -> str:
    if own_values:
        sql = re.sub(r"\bplan\.value\b(?!\()", "plan.own_value", sql)
    sql = _shared_names().sub(rf"{SHARED}.\1", sql)
    return PLAINLY.sub(rf"{SHARED}.plain_\1(", sql) if plain_dates else sql


@cache
def _shared_names() -> re.Pattern[str]:
    made = [
        name
        for file in MACROS
        for part in statements(__file__, file)
        for name in re.findall(r"create macro plan\.(\w+)", part)
    ]
    return re.compile(rf"\bplan\.((?:{'|'.join(made)})(?=\()|(?:{'|'.join(TABLES)})\b)")


class _Given:
    def __init__(self, cursor: duckdb.DuckDBPyConnection, data: pa.Table) -> None:
        self._cursor, self._data = cursor, data

    def __enter__(self) -> None:
        self._cursor.register("given_rows", self._data)

    def __exit__(self, *_: object) -> None:
        self._cursor.unregister("given_rows")
