"""Parts of the page of the chain of responsibility."""
