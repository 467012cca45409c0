"""The screen at a gate that shows a rotating code."""
