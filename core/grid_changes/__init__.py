"""Grids change: villages are merged, split, renamed, moved to another town, closed. One act with a preview, and a way back."""

from core.grid_changes.carry_out import Done, carry_out, preview
from core.grid_changes.history import changes
from core.grid_changes.undo import undo_change
from core.grid_changes.wish import ACTS, Wish

__all__ = ["ACTS", "Done", "Wish", "carry_out", "changes", "preview", "undo_change"]
