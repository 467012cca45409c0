"""Small numbers of people in what goes to a wider circle: a figure of one to four could be somebody known, so it is not told. The one rule for
briefs and shares."""

from __future__ import annotations

FEWEST = 5  # people from which on a figure is told


def is_small(people: float) -> bool:
    return 0 < people < FEWEST


def left_out(people: list[int]) -> set[int]:
    """Which of the numbers below a sum are left out: the small ones, and where that is one alone also the next smallest, for the sum would tell it
    (complementary suppression: Cox 1980)."""
    hidden = {n for n, value in enumerate(people) if is_small(value)}
    others = [n for n, value in enumerate(people) if value >= FEWEST]
    return hidden | {min(others, key=lambda n: people[n])} if len(hidden) == 1 and others else hidden
