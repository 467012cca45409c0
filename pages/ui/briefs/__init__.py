"""Parts of the page of briefs."""
