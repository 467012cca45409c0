"""A page that fails says so in words; the log gets no values."""

from __future__ import annotations

import logging

from streamlit.testing.v1 import AppTest

from core.errors import UserError
from tests.patience import PATIENCE


def failing(error) -> AppTest:
    def page(error):
        from pages.ui.shared.failure import show_failure

        try:
            raise error
        except Exception as caught:
            show_failure(caught)

    return AppTest.from_function(page, args=(error,), default_timeout=PATIENCE).run()


def test_an_error_shows_a_number_and_logs_no_values(caplog):
    with caplog.at_level(logging.ERROR):
        page = failing(ValueError("罗小青 13877012345"))
    number = caplog.text.split("error ")[1][:6]
    assert number in page.error[0].value
    assert "ValueError" in caplog.text
    assert "罗小青" not in caplog.text + page.error[0].value


def test_a_user_error_is_worded():
    page = failing(UserError("login_taken", login="zhao"))
    assert "zhao" in page.error[0].value
