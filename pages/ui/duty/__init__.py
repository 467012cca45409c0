"""Parts of the page of duty information."""
