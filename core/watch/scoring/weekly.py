"""placeholder"""
def expected_weekly(data): raise NotImplementedError
