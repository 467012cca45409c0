"""Parts of the page of shares."""
