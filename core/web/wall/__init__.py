"""The large screen's page."""
