"""One check character, in Python and in the macro of the store."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.id_number import check_character
from core.settings import load_settings
from core.store import open_store

STORE = open_store(load_settings(db=":memory:"))


def test_the_example_of_the_standard():
    assert check_character("11010519491231002") == "X"
    assert check_character("44052418800101001") == "4"


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_macro_says_the_same(digits):
    # A whole number must divide by 11 with the remainder 1 when the check stands for the last digit.
    check = check_character(digits)
    value = 10 if check == "X" else int(check)
    assert (sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(digits)) + value) % 11 == 1
    assert STORE.value("select document_check($n)", n=int(digits)) == check
