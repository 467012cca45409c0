from __future__ import annotations

import pytest

from core.access.passwords import check_password
from core.errors import UserError


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short7!", "password_short"),
        ("", "password_short"),
        ("12345678", "password_common"),
        ("PassWord1", "password_common"),
        ("woaini1314", "password_common"),
        ("x" * 30, "password_common"),
        ("abababababab", "password_common"),
        ("Zhao.Liang", "password_is_login"),
        ("y0" * 150, "password_long"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password, code):
    with pytest.raises(UserError) as error:
        check_password(password, login="zhao.liang")
    assert error.value.code == code


@pytest.mark.parametrize("password", ["correct horse", "横州在路上的八个字", "8 Zeichen", "Tr0ub4dor"])
def test_a_good_password_passes(password):
    check_password(password, login="zhao.liang")
