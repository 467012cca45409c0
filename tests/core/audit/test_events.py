"""Every event that the code writes is declared, with the fields that it writes; what is declared is written somewhere; each has its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from core.audit.events import ANY, events
from core.i18n.translate import has

ROOT = Path(__file__).parents[3]
WRITERS = {
    "record": 2,
    "record_many": 2,
    "audit": 2,
    "denied": 2,
    "note_denied": 1,
    "took": None,
}  # name → where its event stands
# Beside the fields: what these take themselves.
OWN = {"reason"}


@cache
def code() -> dict[str, ast.Module]:
    files = [*(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    return {str(f.relative_to(ROOT)): ast.parse(f.read_text("utf-8")) for f in files}


def calls() -> Iterator[tuple[str, str, ast.Call, ast.expr]]:
    """(file, writer, call, its event)."""
    for file, tree in code().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and WRITERS.get(node.func.id) is not None:
                place = WRITERS[node.func.id]
                if len(node.args) > place:
                    yield f"{file}:{node.lineno}", node.func.id, node, node.args[place]


def said_anywhere() -> set[str]:
    return {
        node.value
        for tree in code().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def possible(event: ast.expr) -> list[str] | None:
    """The events that an expression can be; None: it is handed on by whoever calls, who is looked at there."""
    if isinstance(event, ast.Constant):
        return [event.value]
    if isinstance(event, ast.IfExp):
        return [*(possible(event.body) or []), *(possible(event.orelse) or [])]
    if isinstance(event, ast.JoinedStr):
        begins = event.values[0].value if isinstance(event.values[0], ast.Constant) else ""
        return [e for e in events() if begins and e.startswith(begins)] or [begins]
    return None


def test_every_event_that_is_written_is_declared_with_its_fields():
    looked = list(calls())
    assert len(looked) > 120
    for where, writer, call, event in looked:
        for one in possible(event) or []:
            assert one in events(), f"{where}: {one} is not in core/audit/events.toml"
            known = events()[one]
            given = {k.arg for k in call.keywords if k.arg} - (OWN if writer == "audit" else set())
            unknown = given - set(known)
            assert not unknown or ANY in known or isinstance(event, ast.JoinedStr), f"{where}: {one} has no {unknown}"


def test_what_is_declared_is_written_somewhere():
    texts = said_anywhere()
    begun = {
        e.values[0].value
        for _, _, _, e in calls()
        if isinstance(e, ast.JoinedStr) and isinstance(e.values[0], ast.Constant)
    }
    silent = {e for e in events() if e not in texts and not any(e.startswith(b) for b in begun)}
    assert not silent


@pytest.mark.parametrize("event", sorted(events()))
def test_each_has_its_words(event):
    assert has(f"audit.event.{event.replace('.', '_')}")
    assert has(f"audit.group.{event.partition('.')[0]}")
    for field in events()[event]:
        assert field in (ANY, "before") or has(f"audit.field.{field}"), field


def test_nobody_is_refused_without_a_note_of_it():
    """`not_allowed` makes the error and notes it; one that is raised bare leaves no trace."""
    bare = [
        f"{file}:{node.lineno}"
        for file, tree in code().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and getattr(node.exc.func, "id", "") == "NotAllowed"
    ]
    assert not bare
