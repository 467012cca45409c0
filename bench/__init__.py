"""What is measured, each beside its baseline, in one run: `make bench` (`python -m bench [part …]`)."""
