"""Parts of the tasks page."""
