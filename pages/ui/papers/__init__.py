"""Parts of the page of papers."""
