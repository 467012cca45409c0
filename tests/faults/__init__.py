"""What the store must survive: see __main__.py."""
