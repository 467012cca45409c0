"""Import: guard → read (child process) → map → check → plan (diff) → commit. See plan.py for the way in.

The names are loaded when first asked for: the child process that decodes spreadsheets imports this package too, and must not
load the database with it.
"""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "prepare": "plan", "Plan": "plan", "SheetPlan": "sheet_plan", "discard": "plan", "remap": "plan", "Answers": "answers", "commit": "storing",
    "batches": "history", "batch_issues": "history", "template": "templates", "issue_catalogue": "issues",
}  # fmt: skip
__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"core.ingest.{_HOMES[name]}"), name)
