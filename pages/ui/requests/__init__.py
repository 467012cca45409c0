"""Parts of the page of citizens' requests."""
