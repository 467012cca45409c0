"""Cells as other programs leave them → text; the quick look that says a column is clean never lets anything through."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.cells import _mended, cleaned, number_texts

ODD = [
    " a",
    "a ",
    "'12",
    '="0012"',
    "#N/A",
    "１２",
    "甲\u200b",
    "a_x000D_",
    "a\tb",
    "甲 ",
    "\x00",
    "\x7f",
    "`1",
    "a_b",
    "",
    "甲",
    "12",
]
WRITTEN = st.lists(st.none() | st.sampled_from(ODD) | st.text(max_size=6), max_size=30)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" 12 ", "12"), ("'012", "012"), ('="0012"', "0012"), ("#N/A", "#N/A"), ("１２（甲）", "12(甲)"), ("甲\u200b乙", "甲乙"), ("\u2066甲\u2069\u00ad乙\u061c", "甲乙"),
        ("甲_x000D_", "甲"), ("1\x002", "12"), ("a_b", "a_b"), ("#1楼", "#1楼"),
    ],
)  # fmt: skip
def test_what_other_programs_leave_goes(written, read):
    assert cleaned(pa.array([written, "12"])).to_pylist() == [read, "12"]
    assert cleaned(pa.array([written] * 9)).to_pylist() == [read] * 9


@given(WRITTEN, st.integers(0, 5))
def test_the_quick_look_agrees_with_the_thorough_one(texts, skip):
    for column in (
        pa.array(texts, pa.string()),
        pa.array(texts, pa.string()).slice(skip),
        pa.array(texts * 5, pa.string()),
    ):
        assert cleaned(column).to_pylist() == _mended(column).to_pylist()


def test_a_clean_column_is_not_copied():
    column = pa.array(["450127", None, "2026-02-01 08:00:00"])
    assert cleaned(column) is column


def test_numbers_of_a_typed_column():
    column = pa.array([36.5, 36.0, 13800000000.0, float("nan"), None])
    assert number_texts(column).to_pylist() == ["36.5", "36", "13800000000", None, None]
    assert number_texts(pa.array([float("inf"), 1.5])).to_pylist() == ["inf", "1.5"]


def test_numbers_of_more_digits_than_a_spreadsheet_keeps():
    column = pa.array([450127199001010019.0, 999999999999999.0, 1234567890123456.0, -5e18])
    assert number_texts(column).to_pylist() == [
        "4.5012719900101005e+17", "999999999999999", "1.234567890123456e+15", "-5e+18",
    ]  # fmt: skip
