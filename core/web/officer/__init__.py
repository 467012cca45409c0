"""Pages for the phones of officers and of those who answer for a unit: plain HTML that works without a script, and without signal with it."""
