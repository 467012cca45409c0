"""Both ciphers: there and back, and nothing that was changed comes back."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from core.crypt import CIPHERS, cipher_of
from core.errors import UserError

KEY, NONCE = bytes(range(32)), bytes(12)


@given(
    st.sampled_from(sorted(CIPHERS)),
    st.binary(max_size=300),
    st.binary(max_size=20),
    st.integers(0, 10**6),
    st.integers(1, 255),
)
def test_there_and_back_and_a_changed_byte_is_found(name, data, bound, place, change):
    cipher = cipher_of(name)
    sealed = cipher.encrypt(KEY, NONCE, data, bound)
    assert cipher.decrypt(KEY, NONCE, sealed, bound) == data
    spoiled = bytearray(sealed)
    spoiled[place % len(sealed)] ^= change
    for key, text, what in (
        (KEY, bytes(spoiled), bound),
        (KEY, sealed, bound + b"x"),
        (KEY[::-1], sealed, bound),
        (KEY, sealed[:5], bound),
    ):
        with pytest.raises(InvalidTag):
            cipher.decrypt(key, NONCE, text, what)


def test_they_are_two():
    sealed = {cipher.encrypt(KEY, NONCE, b"the same", b"") for cipher in CIPHERS.values()}
    assert len(sealed) == len(CIPHERS) == 2
    with pytest.raises(UserError, match="cipher_unknown"):
        cipher_of("des")
