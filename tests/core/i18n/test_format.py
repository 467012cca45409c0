"""Days as they are read."""

from __future__ import annotations

from datetime import date

import pytest

from core.i18n import format

TODAY = date(2026, 3, 8)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (date(2026, 3, 1), "3月1日", "1 Mar"),
        (date(2019, 12, 31), "2019年12月31日", "31 Dec 2019"),
        (date(2027, 1, 2), "2027年1月2日", "2 Jan 2027"),
        (None, format.NOTHING, format.NOTHING),
    ],
)
def test_a_day_of_another_year_has_its_year(value, zh, en):
    assert (format.dated("zh", value, today=TODAY), format.dated("en", value, today=TODAY)) == (zh, en)


def test_a_number_is_told_in_figures_whatever_its_size():
    told = {99_999_999: "99,999,999", 1234567.5: "1,234,567.5", 1990: "1990", 2.5: "2.5", 0.1 + 0.2: "0.3", 0.0001: "0.0001", -12_000: "-12,000", 0: "0"}  # fmt: skip
    assert {value: format.plain(value) for value in told} == told
