"""What citizens do by phone: who scans with it, what a scan is answered, forms, and their own data."""
