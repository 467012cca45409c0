"""The page of briefs: a version is made with what people wrote, and stands there to be taken."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.brief.pdf_file import has_font
from core.i18n import t
from tests.county import LAST_DAY
from tests.pages.conftest import assert_fine, prepared_county
from tests.pages.test_anomalies import drawn
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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_earlier_day_is_changed_signed_off_and_marked(open_page, lang):
    store = prepared_county()
    page = open_page("briefs", store=store, lang=lang)
    page.date_input(key="brief_day").set_value(LAST_DAY - timedelta(days=1)).run()
    page.segmented_control(key="brief_kind").set_value("weekly").run()
    page.button(key="brief_make").click().run()
    assert_fine(page)
    assert store.one("select kind, day, signed_at from brief") == ("weekly", LAST_DAY - timedelta(days=1), None)
    page.text_area(key="brief_said_1_next").set_value("一\n二")
    page.button(key=f"FormSubmitter:brief_revise_1-{t(lang, 'briefs.revise_save')}").click().run()
    assert_fine(page)
    page.button(key="brief_sign").click().run()
    assert_fine(page)
    assert page.success[0].value == t(lang, "briefs.signed")
    assert store.one("select brief_id, version, signed_name from brief where signed_at is not null") == (
        2,
        2,
        "command",
    )
    assert "brief_sign" not in {b.key for b in page.button if b.key}
    page.date_input(key="brief_day").set_value(LAST_DAY).run()
    assert_fine(page)
    said = drawn(page)
    assert "<mark>" in said and "briefs." not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_special_one_is_made_of_a_theme(open_page, lang):
    store = prepared_county()
    page = open_page("briefs", store=store, lang=lang)
    page.segmented_control(key="brief_kind").set_value("special").run()
    assert_fine(page)
    page.date_input(key="brief_since").set_value(LAST_DAY - timedelta(days=2)).run()
    page.selectbox(key="brief_theme").set_value("class").run()
    page.selectbox(key="brief_which_class").set_value("home_quarantine").run()
    page.button(key="brief_make").click().run()
    assert_fine(page)
    assert store.one("select kind, theme, version from brief") == ("special", "class:home_quarantine", 1)
    page.selectbox(key="brief_theme").set_value("area").run()
    assert_fine(page)
    assert t(lang, "briefs.theme_empty") in [i.value for i in page.info]
