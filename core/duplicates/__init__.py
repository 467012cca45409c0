"""People who may be entered twice: found, decided, merged, unmerged."""
