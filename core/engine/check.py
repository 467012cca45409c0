"""Whether the engine that is set can do the work: who answers, what differs, and the rollups of one day by both engines side by side."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

import duckdb

from core import clock
from core.engine.choose import engine_of
from core.engine.duck import DuckEngine
from core.engine.engine import Engine
from core.errors import UserError
from core.store import Store
from core.store.outside import COLUMNS, quoted

# (name, SQL) of a self-test, in their order: what each reads was made by one before it.
Statements = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Checked:
    """One thing looked at. `code`: engine | lake | answers | table | same | nothing, or that of the error; `ok`; `fields` fill its sentence."""

    code: str
    ok: bool
    fields: dict[str, object] = field(default_factory=dict)


def check(store: Store, statements: Statements, **params: object) -> list[Checked]:
    """What is there and what is not, in the order in which it is to be mended; ends at what makes the rest pointless.

    `statements`: (name, SQL) that are to answer alike on the last day with check-ins; `params` fill them."""
    return list(_checked(store, statements, params))


def _checked(store: Store, statements: Statements, params: dict[str, object]) -> Iterator[Checked]:
    try:
        engine = engine_of(store)
    except UserError as error:
        yield Checked(error.code, ok=False, fields=error.fields)
        return
    yield Checked("engine", ok=True, fields={"engine": engine.name})
    lake = list(_lake(store))
    yield from lake
    if engine.name == "duckdb" or any(one.code == "lake_folder" for one in lake):
        return
    try:
        yield Checked("answers", ok=True, fields=engine.about())
        if store.settings.lake_table:
            yield _parts(store, engine)
        yield from _same(store, engine, statements, params)
    except UserError as error:
        yield Checked(error.code, ok=False, fields=error.fields)


def _lake(store: Store) -> Iterator[Checked]:
    """Can it be written; is each file whole and of our shape?"""
    lake = store.settings.lake_folder
    if lake is None:  # none, or a table, which its cluster alone tells of
        return
    with suppress(OSError):
        lake.mkdir(parents=True, exist_ok=True)
    if not (lake.is_dir() and os.access(lake, os.W_OK)):
        yield Checked("lake_folder", ok=False, fields={"folder": str(lake)})
        return
    files = store.run("select name, rows from lake_file order by name").fetchall()
    broken, rows = [], 0
    for name, expected in files:
        found = _rows(store, str(lake / name))
        rows += found or 0
        if found != expected:
            broken.append(name)
    yield Checked("lake", ok=not broken, fields={"files": len(files), "rows": rows, "broken": ", ".join(broken[:5])})


def _parts(store: Store, engine: Engine) -> Checked:
    """Does the cluster's table hold what was put into it?"""
    told = store.run("select name, day, rows from lake_file order by name").fetchall()
    found = engine.counted([(name, day) for name, day, _ in told])
    broken = sorted({str(day) for name, day, rows in told if found.get(name, 0) != rows})
    fields = {
        "table": store.settings.lake_table,
        "parts": len(told),
        "rows": sum(found.values()),
        "broken": ", ".join(broken[:5]),
    }
    return Checked("table", ok=not broken, fields=fields)


def _rows(store: Store, file: str) -> int | None:
    """Rows of a file; None: half written, or a table of another shape."""
    table = f"read_parquet({quoted(file)})"
    try:
        whole = store.value(f"select count(*) from (select {COLUMNS} from {table})")  # noqa: S608 - our own paths and columns
        kinds = [store.run(f"describe select {COLUMNS} from {name}").fetchall() for name in (table, "check_in")]  # noqa: S608
    except duckdb.Error:
        return None
    theirs, ours = ([(name, kind) for name, kind, *_ in columns] for columns in kinds)
    return whole if theirs == ours else None


def _same(store: Store, engine: Engine, statements: Statements, params: dict[str, object]) -> Iterator[Checked]:
    inside = store.value("select max(day) from lake_file where day <= $today", today=clock.today())
    if not inside:
        yield Checked("nothing", ok=True)
        return
    ours = _answers(store, DuckEngine(), inside, statements, params)
    theirs = _answers(store, engine, inside, statements, params)
    other = [name for name in ours if ours[name] != theirs[name]]
    yield Checked("same", ok=not other, fields={"day": inside, "statements": len(ours), "other": ", ".join(other)})


def _answers(
    store: Store, engine: Engine, day: date, statements: Statements, params: dict[str, object]
) -> dict[str, list[tuple]]:
    """name → rows in their order."""
    found = {}
    db = store.fresh_cursor()
    try:
        with engine.run(db, since=day, until=day) as work:
            for name, sql in statements:
                work.keep(name, sql, since=day, until=day, **params)
                db.register("answered", work.answer(f"select * from {name}"))  # noqa: S608 - our own names
                found[name] = db.execute("select * from answered order by all").fetchall()
                db.unregister("answered")
    finally:
        db.close()
    return found
