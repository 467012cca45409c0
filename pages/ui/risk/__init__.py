"""Parts of the page of risk areas."""
