"""Pages for the phones of citizens: plain HTML that works without a script."""
