"""What pages remember of core is remembered for everybody, whatever their language."""

from __future__ import annotations

import ast
from pathlib import Path

PAGES = Path(__file__).parents[2] / "pages"
OF_A_READER = {"say", "place", "language", "t"}


def remembered(tree: ast.AST) -> set[str]:
    """Names of the functions that are handed to `read`."""
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    return {n.args[0].id for n in calls if n.func.id == "read" and n.args and isinstance(n.args[0], ast.Name)}


def test_nothing_that_is_remembered_speaks_a_language():
    wrong, seen = [], 0
    for file in PAGES.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        names = remembered(tree)
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name in names):
            seen += 1
            used = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)} & OF_A_READER
            wrong += [f"{file.name}: {function.name} asks {name}" for name in sorted(used)]
    assert seen >= 4 and wrong == []
