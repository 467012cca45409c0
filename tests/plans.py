"""What DuckDB makes of the statements that really run: each one explained with its parameters in place, its joins looked at.

A join whose condition is not an equality of both sides is a nested loop: rows times rows, minutes at the size of a county.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from core.store import store as stores
from core.store.sql import statements

ROOT = Path(__file__).parents[1]
LOOPS = ("NESTED_LOOP_JOIN", "BLOCKWISE_NL_JOIN", "CROSS_PRODUCT", "IE_JOIN", "PIECEWISE_MERGE_JOIN")
EXPLAINED = re.compile(
    r"\s*(select|with|insert|update|delete|create (or replace )?(temp )?table \S+ as|\(select|from)\b", re.I
)
# A side of such a join may be one row, or what the caller gives as a list: then it is a pass over the other side.
SINGLE = ("UNGROUPED_AGGREGATE", "DUMMY_SCAN", "STREAMING_LIMIT")
THROUGH = ("PROJECTION", "FILTER", "STREAMING_WINDOW", "UNNEST", "WINDOW", "HASH_GROUP_BY", "ORDER_BY", "LIMIT", "CTE")
TRIES = 4  # a plan that statistics cut short (EMPTY_RESULT) is looked at again when the statement runs again


class Plans:
    """`joins`: (statement, join) of each that is no equality of both sides; `seen`: all statements, white space and plan's schema evened."""

    def __init__(self) -> None:
        self.joins: dict[tuple[str, str], str] = {}
        self.seen: dict[str, int] = {}

    def look(self, cursor: duckdb.DuckDBPyConnection, sql: str, parameters: object) -> None:
        text = plain(sql)
        if not EXPLAINED.match(text) or self.seen.get(text, 0) >= TRIES:
            return
        try:
            plan = (
                cursor.execute("explain (format json) " + sql, parameters)
                if parameters
                else cursor.execute("explain (format json) " + sql)
            )
            root = json.loads(plan.fetchall()[0][1])[0]
        except duckdb.Error:
            return  # the statement itself fails then, and says so
        names, kept = (
            set(),
            {n["extra_info"]["Table Index"]: n["children"][0] for n in _nodes(root) if n["name"] == "CTE"},
        )
        for node in _nodes(root):
            names.add(node["name"])
            if node["name"] in LOOPS and not any(_single(side, kept) for side in node["children"]):
                about = node["extra_info"].get("Conditions") or node["extra_info"].get("Condition") or ""
                sides = " × ".join(_shape(side) for side in node["children"])
                self.joins[text, f"{node['name']} {about} [{sides}]"] = file_of(text)
        self.seen[text] = self.seen.get(text, 0) + 1 if "EMPTY_RESULT" in names else TRIES


@contextmanager
def explained() -> Iterator[Plans]:
    """Within it every statement on any store is explained before it runs."""
    plans, plain_cursor, lock = Plans(), stores.Store.cursor, stores.lock_down

    def cursor(self: stores.Store) -> _Cursor:
        made = _Cursor(plain_cursor(self), plans)
        stores._settings[made] = self.settings
        return made

    def lock_down(db: duckdb.DuckDBPyConnection) -> None:
        # tables of a handful of rows are joined by a loop whatever the condition: not in these plans
        db.execute("set nested_loop_join_threshold = 0")
        db.execute("set merge_join_threshold = 0")
        db.execute("set asof_loop_join_threshold = 0")
        lock(db)

    stores.Store.cursor, stores.lock_down = cursor, lock_down
    try:
        yield plans
    finally:
        stores.Store.cursor, stores.lock_down = plain_cursor, lock


class _Cursor:
    def __init__(self, cursor: duckdb.DuckDBPyConnection, plans: Plans) -> None:
        self._cursor, self._plans = cursor, plans

    def __getattr__(self, name: str) -> object:
        return getattr(self._cursor, name)

    def execute(self, sql: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        self._plans.look(self._cursor, sql, parameters)
        return self._cursor.execute(sql, parameters) if parameters else self._cursor.execute(sql)


def plain(sql: str) -> str:
    """Without comments, white space, and the number of the plan's schema."""
    text = re.sub(r"^\s*--.*$", "", sql, flags=re.M)
    return re.sub(r"\s+", " ", re.sub(r"memory\.(plan_\d+|every)\.", "plan.", text)).strip().rstrip(";").strip()


@cache
def files() -> dict[str, tuple[str, ...]]:
    """Every `.sql` file of core that holds queries → its statements, evened as `plain` does; macros are no queries."""
    found = {}
    for path in sorted((ROOT / "core").rglob("*.sql")):
        if "schema" not in path.parts:
            texts = [plain(s) for s in statements(str(path), path.name)]
            found[str(path.relative_to(ROOT))] = tuple(s for s in texts if EXPLAINED.match(s))
    return {name: texts for name, texts in found.items() if texts}


# What Python puts names of tables and fields in place of, besides /*words in comments*/.
PUT_IN = re.compile(
    r"/\*[\w. ]+\*/|\b(rows_of_owners|rows_of_parts|pointing_rows|outcome_of_rows|persons_of_rows|stored_persons|both_sides|staged_table|text_of_field|written_here|town_here"
    r"|section_here|sides_of_person|keyed_table|its_key|grid_of_row|status_of_row|value_of_field|text_here|staged_rows|links_of_row|file_sides|outcome_of_row|told_sex|told_age|told_place)\b"
)


@cache
def pieces(text: str) -> tuple[str, ...]:
    """A statement of a file, cut where Python puts something in."""
    return tuple(piece.strip() for piece in PUT_IN.sub("\0", text).split("\0") if len(piece.strip()) > 3)


def stands_in(text: str, statement: str) -> bool:
    """Is `statement`, as it ran, the one that is written as `text`?"""
    return all(piece in statement for piece in pieces(text))


def file_of(statement: str) -> str:
    """The file in which a statement stands; empty for one written beside its Python."""
    return next((name for name, texts in files().items() for text in texts if stands_in(text, statement)), "")


def _nodes(node: dict) -> Iterator[dict]:
    yield node
    for child in node["children"]:
        yield from _nodes(child)


def _shape(node: dict) -> str:
    """What a side is made of, down to where it branches."""
    names = [node["name"]]
    while len(node["children"]) == 1:
        node = node["children"][0]
        names.append(node["name"])
    return "/".join(names) + (" " + node["extra_info"].get("Table", "")).rstrip()


def _single(node: dict, kept: dict[str, dict]) -> bool:
    """One row, or as many as a list that is bound: nothing in it comes from a table. `kept`: CTE → what it holds."""
    if node["name"] in SINGLE:
        return True
    if node["name"] == "CTE_SCAN":
        return _single(kept[node["extra_info"]["CTE Index"]], kept)
    if node["name"] in ("CROSS_PRODUCT", "UNION"):
        return all(_single(side, kept) for side in node["children"])
    return node["name"] in THROUGH and _single(node["children"][-1], kept)
