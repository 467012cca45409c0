"""Import: a file (`file/`: guarded, read by a child) → what its columns mean (`meaning/`) → `plan.py`: staged, checked (`check/`) and
compared → `storing.py`, `undo.py`. Beside it what goes out again: `giveback/` (the clerk's file, marked), `workbook/` (templates,
exports to be edited, forms filled in).

The names are loaded when first asked for: the child process that decodes spreadsheets imports this package too, and must not
load the database with it.
"""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "prepare": "plan", "Plan": "plan", "SheetPlan": "sheet_plan", "discard": "plan", "remap": "plan", "Answers": "meaning.answers", "commit": "storing",
    "batches": "history", "batch_issues": "history", "template": "workbook.templates", "issue_catalogue": "issues", "sentences": "issues",
}  # fmt: skip
__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"core.ingest.{_HOMES[name]}"), name)
