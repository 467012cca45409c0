"""Workbooks that we make: templates, exports to be edited and brought back, other departments' forms filled in."""
