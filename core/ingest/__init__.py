"""Import: a file (core/files: guarded, read by a child) → what its columns mean (`meaning/`) → `plan.py`: staged, checked and compared, each
kind by the SQL of its folder (`kinds/`) → `storing.py`, `undo/`. What goes out again is core/workbooks.
"""
