"""A file that others made: guarded, and decoded by a child process with limits. Knows nothing of what the columns mean."""
