"""The parts of the page of codes."""
