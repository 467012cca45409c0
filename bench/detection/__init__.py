"""`python -m bench.detection`: how well, how soon and at what price of false alarms the detectors find what was planted."""
