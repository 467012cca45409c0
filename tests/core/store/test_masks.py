"""The masks, for whatever text there is: what they leave is little, and never the whole."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.county import empty_store

text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0*"), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def masked():
    store = empty_store()
    return lambda value: store.one("select mask_name($v), mask_phone($v), mask_id($v), mask_birth($v)", v=value)


@given(text)
@example("张三")
@example("138****1234")
def test_no_mask_leaves_the_whole(masked, value):
    name, phone, number, birth = masked(value)
    assert birth == "***" or (birth == f"{value[:4]}-**-**" and value[:4].isdigit() and len(value) != 5)
    assert (name[0], set(name[1:])) == (value[0], {"*"})
    for told, left in ((phone, 7 if len(value) >= 8 else 0), (number, 8 if len(value) >= 15 else 1)):
        kept = len(told.replace("*", ""))
        assert kept <= left and (len(value) == 1 or kept < len(value)), told


def test_they_look_as_people_know_them(masked):
    assert masked("张三")[0] == "张*" and masked("欧阳檀栀")[0] == "欧***"
    assert masked("13812341234")[1] == "138****1234"
    assert masked("450127198501011234")[2] == "4501**********1234"
    for day in ("1985-01-01", "1985/1/1", "19850101", "1985年1月1日", "1985"):
        assert masked(day)[3] == "1985-**-**"
    for told in ("31048", "19876", "85.1.1", "1/1/85", "1850101"):  # a spreadsheet's number of the day is not a year
        assert masked(told)[3] == "***"
    assert masked("G12345678")[2] == "G********"
    assert masked(None) == (None, None, None, None)
