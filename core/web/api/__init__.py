"""What gates, turnstiles and stations send by themselves. How, stands in openapi.json."""
