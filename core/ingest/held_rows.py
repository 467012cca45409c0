"""Which tables of a plan hold rows, as far as its own statements tell: what they answer need not be asked. Of few rows a question costs as
much as many a statement."""

from __future__ import annotations

import re

import duckdb

CHANGES = re.compile(
    r"\s*(?P<does>create(?: or replace)? (?:table|view)|insert into|delete from|drop (?:table|view)(?: if exists)?|alter table)"
    r"\s+plan\.(?P<table>\w+)\s*(?P<columns>\()?",
    re.IGNORECASE,
)
READS = re.compile(r"(?:select [^()]*? )?from plan\.(\w+)\b(?P<more>.*)", re.DOTALL)
OR = " union all "


class HeldRows:
    """`ran` hears of each statement; a table of which it can't tell is not known."""

    def __init__(self) -> None:
        self._holds: dict[str, bool] = {}

    def ran(self, statement: str, answer: duckdb.DuckDBPyConnection) -> None:
        """`answer`: of what makes or fills a table, how many rows it wrote."""
        change = CHANGES.match(statement)
        if not change:
            return
        does, table = change["does"].lower(), change["table"]
        if does == "insert into":
            if self._holds.get(table) is not True:
                self._filled(table, answer, known=table in self._holds)
        elif does == "delete from":
            if self._holds.get(table):
                del self._holds[table]
        elif does.endswith(" table") and does.startswith("create"):
            if change["columns"]:
                self._holds[table] = False
            else:
                self._filled(table, answer, known=True)
        else:
            self._holds.pop(table, None)

    def forget(self, statement: str) -> None:
        if change := CHANGES.match(statement):
            self._holds.pop(change["table"], None)

    def _filled(self, table: str, answer: duckdb.DuckDBPyConnection, *, known: bool) -> None:
        rows = answer.fetchone()[0]
        if rows or known:
            self._holds[table] = bool(rows)

    def asks(self, query: str) -> str | None:
        """What of a query (`from plan.match where …`, several joined by `union all`) need be asked: '' where it finds nothing, None where
        it does find a row. Its first table is what its rows are made of."""
        left = []
        for part in query.split(OR):
            reads = READS.fullmatch(part.strip())
            holds = self._holds.get(reads[1]) if reads else None
            if holds and not reads["more"].strip():
                return None
            if holds is not False:
                left.append(part)
        return OR.join(left)
