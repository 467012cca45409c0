"""One's own account, and the security officer's page."""

from __future__ import annotations

import pyotp
import pytest

from core import clock
from tests.county import make_county
from tests.pages.conftest import assert_fine


@pytest.fixture
def store():
    return make_county()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_second_factor_is_made_and_its_codes_are_shown_once(open_page, store, lang):
    page = open_page("my_account", role="clerk", store=store, lang=lang)
    assert_fine(page)
    page.toggle(key="factor_begin").set_value(True).run()
    assert_fine(page)
    secret = page.code[0].value
    page.text_input(key="factor_code").set_value("000000")
    _press(page, "factor_confirm").run()
    assert len(page.error) == 1
    page.text_input(key="factor_code").set_value(pyotp.TOTP(secret).at(clock.seconds(clock.now())))
    _press(page, "factor_confirm").run()
    assert_fine(page)
    assert len(page.code[0].value.split()) == 10
    assert store.value("select confirmed_at is not null from second_factor")
    page.run()
    assert not page.code


def test_an_officer_looks_wider_until_the_security_officer_ends_it(open_page, store):
    page = open_page("my_account", role="officer", grids=[2], store=store)
    assert_fine(page)
    page.text_input(key="wider_grid").set_value("西镇")
    page.text_input(key="wider_reason").set_value("西镇密接转运，需核对名单")
    _press(page, "wider_new").run()
    assert_fine(page)
    assert "扩权查看中：西镇" in page.info[0].value
    assert "西镇" in str(open_page("people", role="officer", grids=[2], store=store, grid="990101101").main)
    watch = open_page("security", role="security", grids=[], store=store)
    assert_fine(watch)
    assert "核对名单" in watch.dataframe[0].value.to_string()


def _press(page, form):
    return next(button.click() for button in page.button if getattr(button, "form_id", "") == form)
