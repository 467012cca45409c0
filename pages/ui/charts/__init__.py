"""Parts of the page of charts."""
