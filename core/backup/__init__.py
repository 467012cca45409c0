"""A copy of the running store, tried and rotated (copy.py, keep.py), and the way back (restore.py)."""

from core.backup.copy import ORIGINALS, back_up, sweep_backups
from core.backup.keep import keep_backups, rotate
from core.backup.listing import Kept, backups
from core.backup.manifest import Manifest
from core.backup.restore import Restored, look, restore
from core.backup.verify import check

__all__ = ["ORIGINALS", "Kept", "Manifest", "Restored", "back_up", "backups", "check", "keep_backups", "look", "restore", "rotate", "sweep_backups"]  # fmt: skip
