"""Parts of the page of work orders of the 12345 line."""
