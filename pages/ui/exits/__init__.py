"""Parts of the page of applications to leave."""
