"""What is missing in a column of text is NaN, which is true: `row.destination or ""` shows “nan”."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("pages", "core/report", "core/commands", "core/web", "core/brief", "core/charts")
ROWS = ("row", "r", "record")


def otherwise(tree: ast.AST) -> Iterator[int]:
    """Lines that take a text of a row, or else a text of their own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            taken, last = node.values[0], node.values[-1]
            of_row = isinstance(taken, ast.Attribute | ast.Subscript) and getattr(taken.value, "id", "") in ROWS
            if of_row and isinstance(last, ast.Constant) and isinstance(last.value, str):
                yield node.lineno


def test_it_finds_what_it_looks_for():
    assert list(otherwise(ast.parse("a = row.x or ''\nb = row['x'] or '–'\nc = row.n or 0\nd = each.x or ''"))) == [
        1,
        2,
    ]


def test_no_text_of_a_row_is_taken_for_missing_by_being_false():
    found = [
        f"{file.relative_to(ROOT)}:{line}"
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*.py")
        for line in otherwise(ast.parse(file.read_text("utf-8")))
    ]
    assert found == []
