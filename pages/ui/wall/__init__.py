"""Parts of the page of the large screen's links."""
