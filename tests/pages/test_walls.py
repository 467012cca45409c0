"""The page of the large screen's links: made, shown once, revoked."""

from __future__ import annotations

import pytest

from core.i18n import t
from tests.pages.conftest import assert_fine, prepared_county


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_link_is_made_shown_once_and_revoked(open_page, lang):
    store = prepared_county()
    page = open_page("walls", store=store, lang=lang)
    assert_fine(page)
    assert page.title[0].value == t(lang, "page.walls")
    page.text_input(key="wall_name").set_value("会议室").run()
    page.button(key="wall_make").click().run()
    assert_fine(page)
    assert "/wall/" in page.code[0].value
    page.run()
    assert not page.code, "shown this once"
    page.button(key="wall_revoke_1").click().run()
    assert_fine(page)
    assert page.success[0].value == t(lang, "walls.revoked")
    assert store.value("select revoked_at is not null from wall_link")
