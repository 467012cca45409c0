"""Parts of the page that compares places."""
