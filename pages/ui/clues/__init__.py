"""Parts of the page of clues."""
