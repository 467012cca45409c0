"""Findings in words: lists of names as each language writes them."""

from __future__ import annotations

import pytest

from core.report.wording import listed


@pytest.mark.parametrize(
    ("lang", "names", "words"),
    [
        ("en", "ABC", "A, B and C"),
        ("en", "AB", "A and B"),
        ("en", "A", "A"),
        ("en", "", ""),
        ("zh", "甲乙丙", "甲、乙、丙"),
    ],
)
def test_names_are_a_list_with_one_and(lang, names, words):
    assert listed(lang, list(names)) == words
