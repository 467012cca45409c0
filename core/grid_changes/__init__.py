"""Grids change: villages are merged, split, renamed, moved to another town, closed. One act with a preview, and a way back."""

from core.grid_changes.carry_out import Done, carry_out, carry_out_all, preview
from core.grid_changes.history import changes
from core.grid_changes.sheet import Line, read_changes
from core.grid_changes.undo import undo_change
from core.grid_changes.wish import ACTS, Wish

__all__ = [
    "ACTS",
    "Done",
    "Line",
    "Wish",
    "carry_out",
    "carry_out_all",
    "changes",
    "preview",
    "read_changes",
    "undo_change",
]
