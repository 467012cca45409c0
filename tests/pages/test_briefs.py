"""The page of briefs: a version is made with what people wrote, and stands there to be taken."""

from __future__ import annotations

import pytest

from core.brief.pdf_file import has_font
from core.i18n import t
from tests.pages.conftest import assert_fine, prepared_county
from tests.pages.test_people import texts


@pytest.mark.skipif(not has_font(), reason="no Chinese font for the pdf (Debian: apt-get install fonts-noto-cjk)")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_version_is_made_and_can_be_taken(open_page, lang):
    store = prepared_county()
    page = open_page("briefs", store=store, lang=lang)
    assert_fine(page)
    assert page.title[0].value == t(lang, "page.briefs") and page.info[0].value == t(lang, "briefs.none")
    page.text_area(key="brief_problems").set_value("口罩不足").run()
    page.button(key="brief_make").click().run()
    assert_fine(page)
    assert page.success[0].value == t(lang, "briefs.made", version=1)
    assert "口罩不足" in store.value("select content from brief")
    assert len(page.get("download_button")) == 3
    assert "口罩不足" in texts(page)
