"""A file, whoever made it, → sheets of text cells: guarded, opened in a child process, read in batches."""
