"""The check character of a resident's number of 18 characters (GB 11643-1999, by ISO 7064 MOD 11-2)."""

from __future__ import annotations

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"  # by the remainder


def check_character(digits: str) -> str:
    """Of the first 17 digits."""
    return CHECKS[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]
