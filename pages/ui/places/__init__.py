"""Parts of the page of places for people."""
