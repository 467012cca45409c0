"""Charts by page: of a list, changed and pinned to a board that a link opens for others within their own scope; of a table dropped here."""

from __future__ import annotations

import pytest
from streamlit import config

from pages.ui.charts.placing import own_names
from tests.pages.conftest import assert_fine, prepared_county


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_list_is_drawn_changed_pinned_and_opened_to_others(open_page, lang):
    store = prepared_county()
    page = open_page("charts", store=store, lang=lang)
    assert_fine(page)
    first = page.get("plotly_chart")
    assert len(first) >= 4
    pin = next(b for b in page.button if b.key and b.key.endswith("_0_pin"))
    name = pin.key.removesuffix("_pin") + "_name"
    pin.click().run()
    assert len(page.error) == 1  # a board has a name
    page.text_input(key=name).set_value("每日*会商*")
    page.button(key=pin.key).click().run()
    assert_fine(page)
    page.segmented_control(key="charts_way").set_value("boards").run()
    assert_fine(page)
    assert len(page.get("plotly_chart")) == 1
    page.button(key="board_link_1").click().run()
    assert_fine(page)
    link = page.code[0].value.rpartition("=")[2]
    other = open_page("charts", store=store, role="leader", grids=(2,), lang=lang, board=link)
    assert_fine(other)
    assert len(other.get("plotly_chart")) == 1
    assert not [b for b in other.button if b.key and b.key.startswith("unpin")]
    gone = open_page("charts", store=store, role="leader", lang=lang, board="x" + link)
    assert len(gone.error) == 1


def test_a_table_that_is_dropped_is_drawn(open_page):
    page = open_page("charts", store=prepared_county())
    page.segmented_control(key="charts_source").set_value("file").run()
    rows = "乡镇,返乡人数\n横州镇,3120\n百合镇,1820\n那阳镇,420\n"
    page.get("file_uploader")[0].set_value(("返乡.csv", rows.encode(), "text/csv")).run()
    assert_fine(page)
    assert any("横州镇" in words.value for words in page.markdown)
    page.get("file_uploader")[0].set_value(("返乡.csv", "乡镇\n横州镇\n".encode(), "text/csv")).run()
    assert len(page.error) == 1


def test_what_is_no_spreadsheet_is_refused_in_a_sentence_and_nothing_else_is_printed(open_page):
    page = open_page("charts", store=prepared_county())
    page.segmented_control(key="charts_source").set_value("file").run()
    page.get("file_uploader")[0].set_value(("x.xlsx", b"garbage\0", "application/octet-stream")).run()
    assert len(page.error) == 1 and "x.xlsx" in page.error[0].value
    assert not config.get_option("runner.magicEnabled"), "an expression of a page would be printed, None too"


def test_places_that_an_english_page_calls_by_their_sound_are_found_again():
    shown = ("Hengzhou Town", "Chengdong Community", "Elsewhere", "云表镇")
    known = ("横州镇", "城东社区", "云表镇", "横洲镇")
    assert own_names(shown, known) == {"Hengzhou Town": "横州镇", "Chengdong Community": "城东社区"}
